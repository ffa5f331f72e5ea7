package cloud.hanok.cluster.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.cluster.problem.ClusterException;
import cloud.hanok.platform.net.AddressBlock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointPolicyTest {
    private static final EngineUrl HTTPS = EngineUrl.parse("https://llm.example.kr/v1");
    private static final EngineUrl HTTP = EngineUrl.parse("http://llm.example.kr/v1");

    @Test
    void publicAddressesAreReachedOverTlsOnly() {
        assertThat(policy(false, List.of(), "211.43.12.1")
                        .judge(HTTPS)
                        .socketAddress()
                        .toString())
                .contains("211.43.12.1:443");
        refused(policy(false, List.of(), "211.43.12.1"), HTTP, "forbidden_url");
        refused(policy(true, List.of(), "211.43.12.1"), HTTP, "forbidden_url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.100.100.200",
                "192.0.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "2001::1",
                "::7f00:1"
            })
    void addressesThatAreNotPublicAreRefused(String address) {
        refused(policy(false, List.of(), address), HTTPS, "forbidden_url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "211.43.12.1", "100.128.0.1", "2001:4860:4860::8888"})
    void publicAddressesAreAllowed(String address) {
        assertThatCode(() -> policy(false, List.of(), address).judge(HTTPS)).doesNotThrowAnyException();
    }

    @Test
    void loopbackIsForStandaloneOnly() {
        assertThat(policy(true, List.of(), "127.0.0.1").judge(HTTP).tls()).isFalse();
        assertThat(policy(true, List.of(), "::1").judge(HTTP).port()).isEqualTo(80);
        refused(policy(false, List.of("127.0.0.0/8"), "127.0.0.1"), HTTP, "forbidden_url");
    }

    @Test
    void networksOfTheOperatorAreAllowedExceptMetadata() {
        List<String> allowed = List.of("10.20.0.0/16", "169.254.0.0/16", "fd00::/8");
        assertThatCode(() -> policy(false, allowed, "10.20.3.4").judge(HTTPS)).doesNotThrowAnyException();
        refused(policy(false, allowed, "10.21.3.4"), HTTPS, "forbidden_url");
        refused(policy(false, allowed, "169.254.169.254"), HTTPS, "forbidden_url");
        refused(policy(false, allowed, "fd00:ec2::254"), HTTPS, "forbidden_url");
    }

    @Test
    void everyAddressOfAHostIsJudged() {
        refused(policy(false, List.of(), "211.43.12.1", "10.0.0.1"), HTTPS, "forbidden_url");
        refused(policy(true, List.of(), "127.0.0.1", "10.0.0.1"), HTTP, "forbidden_url");
    }

    @Test
    void hostIsResolvedOnceAndItsAddressPinned() {
        List<String> asked = new ArrayList<>();
        EndpointPolicy policy = new EndpointPolicy(false, List.of(), host -> {
            asked.add(host);
            return List.of(InetAddress.getByName(asked.size() == 1 ? "211.43.12.1" : "10.0.0.1"));
        });

        assertThat(policy.judge(HTTPS).address().getHostAddress()).isEqualTo("211.43.12.1");
        assertThat(asked).containsExactly("llm.example.kr");
    }

    @Test
    void unknownHostsAreToldSo() {
        EndpointPolicy policy = new EndpointPolicy(false, List.of(), host -> {
            throw new UnknownHostException(host);
        });

        refused(policy, HTTPS, "invalid_url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0", "localhost/8", "10.0.0.0/x", "::1/64", "/8"})
    void blocksThatAreNoneAreRefused(String text) {
        assertThatThrownBy(() -> AddressBlock.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static EndpointPolicy policy(boolean standalone, List<String> allowed, String... addresses) {
        return new EndpointPolicy(
                standalone, allowed.stream().map(AddressBlock::parse).toList(), host -> {
                    List<InetAddress> found = new ArrayList<>();
                    for (String address : addresses) {
                        found.add(InetAddress.getByName(address));
                    }
                    return found;
                });
    }

    private static void refused(EndpointPolicy policy, EngineUrl url, String code) {
        assertThatThrownBy(() -> policy.judge(url))
                .isInstanceOfSatisfying(
                        ClusterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }
}
