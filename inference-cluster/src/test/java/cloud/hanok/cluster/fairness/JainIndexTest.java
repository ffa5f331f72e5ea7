package cloud.hanok.cluster.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class JainIndexTest {
    @Test
    void isOneWhereAllHaveTheSameAndOneOfNWhereOneHasAll() {
        assertThat(JainIndex.of()).isEqualTo(1);
        assertThat(JainIndex.of(0, 0)).isEqualTo(1);
        assertThat(JainIndex.of(7, 7, 7)).isCloseTo(1, within(1e-12));
        assertThat(JainIndex.of(0, 9, 0, 0)).isCloseTo(0.25, within(1e-12));
        assertThat(JainIndex.of(1, 2, 3)).isCloseTo(36.0 / 42, within(1e-12));
        assertThatThrownBy(() -> JainIndex.of(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
