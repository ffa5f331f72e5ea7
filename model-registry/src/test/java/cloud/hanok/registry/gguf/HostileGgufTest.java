package cloud.hanok.registry.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HostileGgufTest {
    private static final byte[] RIGHT = GgufFile.small().build();

    @Property(tries = 300)
    void everyCutIsRefused(@ForAll @IntRange(max = 1_000) int cut) {
        byte[] shorter = Arrays.copyOf(RIGHT, Math.min(cut, RIGHT.length - 33));

        assertThatThrownBy(() -> read(shorter)).isInstanceOf(InvalidGgufException.class);
    }

    @Property(tries = 3_000)
    void damageIsReadOrRefusedButNeverAnythingElse(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int changes)
            throws IOException {
        Random random = new Random(seed);
        byte[] damaged = RIGHT.clone();
        for (int i = 0; i < changes; i++) {
            damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
        }
        CountingStream stream = new CountingStream(damaged);
        try {
            GgufFacts facts = GgufHeader.read(stream, damaged.length);
            assertThat(facts.parameters()).isPositive();
            assertThat(facts.headerBytes()).isLessThanOrEqualTo(damaged.length);
        } catch (InvalidGgufException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        assertThat(stream.read).isLessThanOrEqualTo(damaged.length);
    }

    @Property(tries = 500)
    void noiseAfterTheMagicIsReadOrRefused(@ForAll long seed, @ForAll @IntRange(min = 4, max = 4_096) int size)
            throws IOException {
        byte[] noise = new byte[size];
        new Random(seed).nextBytes(noise);
        System.arraycopy(RIGHT, 0, noise, 0, Math.min(size, 8));
        try {
            assertThat(read(noise).tensors()).isPositive();
        } catch (InvalidGgufException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static GgufFacts read(byte[] file) throws IOException, InvalidGgufException {
        return GgufHeader.read(new ByteArrayInputStream(file), file.length);
    }

    private static final class CountingStream extends ByteArrayInputStream {
        private long read;

        CountingStream(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            int count = super.read(target, offset, length);
            read += Math.max(0, count);
            return count;
        }
    }
}
