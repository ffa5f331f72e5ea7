package cloud.hanok.cluster.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    @Test
    void namesComeBackInOneOrderAndThoseOfANewerProgramAreLeftOut() {
        Capabilities read = Capabilities.ofTexts(List.of("tools", "telepathy", "chat"), 0);

        assertThat(read.texts()).containsExactly("chat", "tools");
        assertThat(read.can(Capability.TOOLS)).isTrue();
        assertThat(read.can(Capability.IMAGES)).isFalse();
    }

    @Test
    void everyCapabilityIsFoundByItsName() {
        for (Capability one : Capability.values()) {
            assertThat(Capability.ofText(one.text())).contains(one);
        }
    }

    @Test
    void aSetDoesNotChangeWithTheOneItWasMadeOf() {
        EnumSet<Capability> set = EnumSet.of(Capability.CHAT);
        Capabilities capabilities = new Capabilities(set, 0);

        set.add(Capability.IMAGES);

        assertThat(capabilities.can(Capability.IMAGES)).isFalse();
        assertThatThrownBy(() -> capabilities.all().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
