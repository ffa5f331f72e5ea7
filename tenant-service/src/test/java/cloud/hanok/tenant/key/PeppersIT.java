package cloud.hanok.tenant.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.vault.Vault;
import cloud.hanok.tenant.Room;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PeppersIT {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vault vault = Room.vault();
    private final String path = "hanok/peppers-" + UUID.randomUUID();

    @Test
    void processesThatStartTogetherShareOnePepper() throws Exception {
        List<Future<Peppers>> opening = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                opening.add(threads.submit(() -> Peppers.open(vault, RANDOM, path)));
            }
        }
        Set<String> hmacs = new HashSet<>();
        for (Future<Peppers> opened : opening) {
            Peppers peppers = opened.get();
            byte[] hmac = Objects.requireNonNull(peppers.hmac(peppers.currentVersion(), new byte[] {1, 2, 3}));
            hmacs.add(HexFormat.of().formatHex(hmac));
        }

        assertThat(hmacs).hasSize(1);
    }

    @Test
    void everyVersionStaysUsableAndTheCurrentOneIsNamed() {
        vault.createSecret(path, Map.of("current", "2", "1", pepper(1), "2", pepper(2)));

        Peppers peppers = Peppers.open(vault, RANDOM, path);

        assertThat(peppers.currentVersion()).isEqualTo(2);
        assertThat(peppers.hmac(1, new byte[1])).isNotNull().isNotEqualTo(peppers.hmac(2, new byte[1]));
        assertThat(peppers.hmac(3, new byte[1])).isNull();
        assertThatThrownBy(() -> peppers.require(3)).hasMessageContaining("version 3");
    }

    @Test
    void damagedPeppersAreNamedAndNeverPrinted() {
        String shortOne = Base64.getEncoder().encodeToString(new byte[] {42, 43, 44, 45, 46, 47});
        vault.createSecret(path, Map.of("current", "1", "1", shortOne));

        assertThatThrownBy(() -> Peppers.open(vault, RANDOM, path))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(path)
                .hasMessageNotContaining(shortOne);
    }

    /** RFC 4231 says what HMAC-SHA256 gives for this key; ours has 32 bytes, so the key is padded as HMAC itself does. */
    @Test
    void theHmacIsTheStandardOne() {
        byte[] key = new byte[32];
        System.arraycopy("Jefe".getBytes(StandardCharsets.US_ASCII), 0, key, 0, 4);
        vault.createSecret(path, Map.of("current", "1", "1", Base64.getEncoder().encodeToString(key)));

        byte[] hmac = Objects.requireNonNull(Peppers.open(vault, RANDOM, path)
                .hmac(1, "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)));

        assertThat(HexFormat.of().formatHex(hmac))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    private static String pepper(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
