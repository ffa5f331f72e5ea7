package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private static final int LIMIT = 1 << 20;

    private final RequestBody body = new RequestBody();

    @Test
    void whateverWasAnnouncedTheBodyIsWhatCame() {
        byte[] sent = new byte[200_000];
        new Random(1).nextBytes(sent);
        for (long announced : new long[] {0, 700, 200_000, Long.MAX_VALUE}) {
            body.begin(announced);
            for (int from = 0; from < sent.length; from += 1_000) {
                assertThat(body.append(Unpooled.wrappedBuffer(sent, from, 1_000), LIMIT))
                        .isTrue();
            }
            assertThat(body.take()).isEqualTo(sent);
        }
    }

    @Test
    void aBodyBeyondTheLimitIsNotTaken() {
        body.begin(10);
        assertThat(body.append(Unpooled.wrappedBuffer(new byte[10]), 10)).isTrue();
        assertThat(body.append(Unpooled.wrappedBuffer(new byte[1]), 10)).isFalse();
    }
}
