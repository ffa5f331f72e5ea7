package cloud.hanok.platform.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;

class ExtendedAesGcmTest {
    private static final byte[] NONCE = ascii("ABCDEFGHIJKLMNOPQRSTUVWX");
    private static final byte[] TEXT = ascii("XAES-256-GCM");

    /** The two vectors of the specification, one for each value of the highest bit of the first block. */
    @Test
    void itIsTheSpecifiedCipher() {
        assertThat(HexFormat.of().formatHex(ExtendedAesGcm.seal(key(1), NONCE, TEXT, new byte[0])))
                .isEqualTo("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
        assertThat(HexFormat.of().formatHex(ExtendedAesGcm.seal(key(3), NONCE, TEXT, ascii("c2sp.org/XAES-256-GCM"))))
                .isEqualTo("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
    }

    @Test
    void whatWasSealedOpensAndNothingElseDoes() throws Exception {
        byte[] sealed = ExtendedAesGcm.seal(key(7), NONCE, TEXT, ascii("a"));
        assertThat(ExtendedAesGcm.open(key(7), NONCE, sealed, ascii("a"))).isEqualTo(TEXT);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] damaged = sealed.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> ExtendedAesGcm.open(key(7), NONCE, damaged, ascii("a")))
                    .isInstanceOf(AEADBadTagException.class);
        }
        assertThatThrownBy(() -> ExtendedAesGcm.open(key(7), NONCE, sealed, ascii("b")))
                .isInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> ExtendedAesGcm.open(key(8), NONCE, sealed, ascii("a")))
                .isInstanceOf(AEADBadTagException.class);
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[ExtendedAesGcm.KEY_BYTES];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
