package cloud.hanok.api.rooms;

import cloud.hanok.api.config.LogConfiguration;
import cloud.hanok.compliance.audit.AuditLog;
import cloud.hanok.compliance.receipt.CheckpointSigner;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.compliance.receipt.VaultCheckpointSigner;
import cloud.hanok.compliance.residency.ResidencyPolicy;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.Ulids;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** Allowed or not, and the proof. */
@Factory
final class ComplianceFactory {
    @Singleton
    ResidencyPolicy residencyPolicy() {
        return new ResidencyPolicy();
    }

    @Singleton
    CheckpointSigner checkpointSigner(TenantVaults vaults) {
        return new VaultCheckpointSigner(vaults);
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

    @Singleton
    AuditLog auditLog(Keyspaces keyspaces, Envelopes envelopes, Ulids ulids, Clock clock) {
        return new AuditLog(keyspaces, envelopes, ulids, clock);
    }
}
