package cloud.hanok.api.rooms;

import cloud.hanok.api.config.LogConfiguration;
import cloud.hanok.compliance.receipt.CheckpointSigner;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.vault.Vault;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** Allowed or not, and the proof. */
@Factory
final class ComplianceFactory {
    @Singleton
    CheckpointSigner checkpointSigner(Vault vault) {
        return new CheckpointSigner() {
            @Override
            public void createKey(String keyName) {
                vault.createSigningKey(keyName);
            }

            @Override
            public byte[] publicKey(String keyName) {
                return vault.publicKey(keyName);
            }

            @Override
            public byte[] sign(String keyName, byte[] message) {
                return vault.sign(keyName, message);
            }
        };
    }

    @Singleton
    TransparencyLogs transparencyLogs(
            Keyspaces keyspaces,
            CheckpointSigner signer,
            LogConfiguration configuration,
            Clock clock,
            SecureRandom random) {
        return new TransparencyLogs(keyspaces, signer, configuration.settings(), clock, random);
    }
}
