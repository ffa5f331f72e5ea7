package cloud.hanok.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.config.ProxyConfiguration;
import cloud.hanok.tenant.key.IpAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClientAddressesTest {
    private static final IpAddress PROXY = address("10.0.0.9");
    private static final IpAddress CLIENT = address("203.0.113.7");

    private final ClientAddresses behindProxies =
            new ClientAddresses(new ProxyConfiguration(List.of("10.0.0.0/8", "2001:db8:1::/48")));

    @Test
    void withoutTrustedProxiesTheHeaderIsNotRead() {
        var open = new ClientAddresses(new ProxyConfiguration(List.of()));

        assertThat(open.readsHeader(PROXY)).isFalse();
        assertThat(open.client(PROXY, List.of("198.51.100.1"))).isEqualTo(PROXY);
    }

    @Test
    void aStrangersHeaderIsNotBelieved() {
        assertThat(behindProxies.client(CLIENT, List.of("198.51.100.1"))).isEqualTo(CLIENT);
    }

    @Test
    void theLastAddressThatIsNoProxyIsTheClient() {
        assertThat(behindProxies.client(PROXY, List.of("203.0.113.7"))).isEqualTo(CLIENT);
        assertThat(behindProxies.client(PROXY, List.of("198.51.100.1, 203.0.113.7 ,10.0.0.8")))
                .as("what stands before it the client wrote itself")
                .isEqualTo(CLIENT);
        assertThat(behindProxies.client(PROXY, List.of("198.51.100.1", "203.0.113.7", "2001:db8:1::5")))
                .as("several headers are one")
                .isEqualTo(CLIENT);
    }

    @Test
    void whatCannotBeReadEndsTheSearch() {
        assertThat(behindProxies.client(PROXY, List.of())).isEqualTo(PROXY);
        assertThat(behindProxies.client(PROXY, List.of("203.0.113.7, unknown"))).isEqualTo(PROXY);
        assertThat(behindProxies.client(PROXY, List.of("203.0.113.7, for=x, 10.0.0.8")))
                .isEqualTo(address("10.0.0.8"));
        assertThat(behindProxies.client(PROXY, List.of("203.0.113.7," + "10.0.0.8,".repeat(40) + "10.0.0.8")))
                .as("a chain without an end")
                .isEqualTo(address("10.0.0.8"));
    }

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}
