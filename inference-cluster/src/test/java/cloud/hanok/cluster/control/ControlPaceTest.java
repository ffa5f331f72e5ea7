package cloud.hanok.cluster.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ControlPaceTest {
    @Test
    void backOffDoublesUpToItsBound() {
        assertThat(ControlPace.USUAL.backOff(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(ControlPace.USUAL.backOff(4)).isEqualTo(Duration.ofSeconds(8));
        assertThat(ControlPace.USUAL.backOff(7)).isEqualTo(Duration.ofSeconds(60));
        assertThat(ControlPace.USUAL.backOff(1_000_000)).isEqualTo(Duration.ofSeconds(60));
    }
}
