package cloud.hanok.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.standalone.testing.OpenBaoForTests;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class VaultIT {
    /** What precedes 32 raw bytes in an Ed25519 SubjectPublicKeyInfo (RFC 8410). */
    private static final byte[] KEY_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final OpenBaoForTests BAO = OpenBaoForTests.get();
    private final Vault vault = Vault.login(
            new VaultSettings(BAO.address().toString(), BAO.roleId(), BAO.secretId(), VaultSettings.DEFAULT_TIMEOUT),
            Clock.systemUTC());

    @Test
    void aSecretIsCreatedOnceAndRead() {
        String path = "hanok/test-" + UUID.randomUUID();
        assertThat(vault.readSecret(path)).isEmpty();

        assertThat(vault.createSecret(path, Map.of("a", "값", "b", "2"))).isTrue();
        assertThat(vault.createSecret(path, Map.of("a", "other"))).isFalse();

        assertThat(vault.readSecret(path)).hasValue(Map.of("a", "값", "b", "2"));
    }

    @Test
    void aDeletedSecretIsGoneWithItsVersionsAndItsNameIsFree() {
        String path = "hanok/test-" + UUID.randomUUID();
        vault.deleteSecret(path);
        assertThat(vault.createSecret(path, Map.of("a", "1"))).isTrue();

        vault.deleteSecret(path);

        assertThat(vault.readSecret(path)).isEmpty();
        assertThat(vault.createSecret(path, Map.of("a", "2"))).isTrue();
        assertThat(vault.readSecret(path)).hasValue(Map.of("a", "2"));
    }

    @Test
    void ofManyWhoCreateOneSecretOneWins() throws Exception {
        String path = "hanok/test-" + UUID.randomUUID();
        List<Future<Boolean>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                Map<String, String> data = Map.of("from", String.valueOf(i));
                answers.add(threads.submit(() -> vault.createSecret(path, data)));
            }
        }
        int winners = 0;
        for (Future<Boolean> answer : answers) {
            winners += answer.get() ? 1 : 0;
        }

        assertThat(winners).isEqualTo(1);
    }

    @Test
    void writesOfOneKeyThatMeetAreAllMade() throws Exception {
        String name = "tenant-" + UUID.randomUUID() + "-people";
        vault.transit().create(name);
        List<Future<?>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                writers.add(threads.submit(() -> {
                    for (int rotation = 0; rotation < 10; rotation++) {
                        vault.transit().rotate(name);
                        vault.transit().requireVersion(name, 1);
                    }
                }));
            }
        }
        for (Future<?> writer : writers) {
            writer.get();
        }

        assertThat(vault.transit().versions(name).orElseThrow().latestVersion())
                .as("40 rotations of the first, and what the server made of those that met")
                .isGreaterThanOrEqualTo(41);
    }

    @Test
    void aSignatureIsVerifiedByTheJdkAndAKeyIsMadeOnce() throws Exception {
        String name = "log-test-" + UUID.randomUUID();
        vault.createSigningKey(name);
        byte[] key = vault.publicKey(name);
        vault.createSigningKey(name);
        assertThat(vault.publicKey(name)).isEqualTo(key).hasSize(32);

        byte[] message = "체크포인트\n".getBytes(StandardCharsets.UTF_8);
        byte[] signature = vault.sign(name, message);

        assertThat(verifies(key, message, signature)).isTrue();
        message[0] ^= 1;
        assertThat(verifies(key, message, signature)).isFalse();
    }

    @Test
    void whatThePolicyDoesNotAllowIsRefusedByName() {
        assertThatThrownBy(() -> vault.readSecret("sys/policies"))
                .isInstanceOf(VaultRefusedException.class)
                .hasMessageContaining("sys/policies")
                .hasMessageContaining("policy");
        assertThatThrownBy(() -> vault.publicKey("no-such-key-" + UUID.randomUUID()))
                .isInstanceOf(VaultRefusedException.class);
    }

    @Test
    void aWrongSecretIdIsRefusedWithoutPrintingIt() {
        String wrong = UUID.randomUUID().toString();
        VaultSettings settings =
                new VaultSettings(BAO.address().toString(), BAO.roleId(), wrong, VaultSettings.DEFAULT_TIMEOUT);

        assertThatThrownBy(() -> Vault.login(settings, Clock.systemUTC()))
                .isInstanceOf(VaultRefusedException.class)
                .hasMessageContaining("secret-id")
                .hasMessageNotContaining(wrong);
        assertThat(settings.toString()).doesNotContain(wrong);
    }

    @Test
    void itIsReachable() {
        assertThat(vault.reachable()).isTrue();
    }

    private static boolean verifies(byte[] key, byte[] message, byte[] signature) throws Exception {
        byte[] encoded = new byte[KEY_HEADER.length + key.length];
        System.arraycopy(KEY_HEADER, 0, encoded, 0, KEY_HEADER.length);
        System.arraycopy(key, 0, encoded, KEY_HEADER.length, key.length);
        PublicKey publicKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(publicKey);
        verifier.update(message);
        return verifier.verify(signature);
    }
}
