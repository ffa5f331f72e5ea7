package cloud.hanok.cluster.endpoint;

import cloud.hanok.cluster.problem.ClusterException;
import cloud.hanok.cluster.problem.ClusterProblem;
import cloud.hanok.cluster.serving.EngineEndpoint;
import cloud.hanok.platform.net.AddressBlock;
import cloud.hanok.platform.net.PublicAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides where this installation may connect when an operator names an engine by URL, so that nobody makes it knock on
 * its own doors (server-side request forgery): a host is resolved once, every address it has is judged, and the judged
 * address is the one connected to.
 *
 * <p>Loopback is for standalone installations only, and the only place without TLS. Everything else is https and
 * public, or in a network that {@code hanok.external.allowed-networks} names. Addresses that clouds keep for metadata
 * are refused in any case.
 */
public final class EndpointPolicy {
    private static final List<AddressBlock> METADATA =
            blocks("169.254.169.254/32", "fd00:ec2::254/128", "100.100.100.200/32");

    private final boolean standalone;
    private final List<AddressBlock> allowed;
    private final HostResolver resolver;

    /**
     * @param standalone whether this is a one-machine installation ({@code hanok.standalone})
     * @param allowed networks that are not public and allowed all the same
     */
    public EndpointPolicy(boolean standalone, List<AddressBlock> allowed, HostResolver resolver) {
        this.standalone = standalone;
        this.allowed = List.copyOf(allowed);
        this.resolver = resolver;
    }

    /**
     * Where to connect for a URL.
     *
     * @throws ClusterException when its host is unknown, or the URL leads where this installation must not connect
     */
    public EngineEndpoint judge(EngineUrl url) {
        List<InetAddress> addresses;
        try {
            addresses = resolver.resolve(url.host());
        } catch (UnknownHostException e) {
            throw new ClusterException(new ClusterProblem.InvalidField(
                    "url",
                    "호스트 " + url.host() + "의 주소를 찾을 수 없습니다. 이름과 DNS를 확인하십시오.",
                    "the host " + url.host() + " has no address. Check its name and the name service."));
        }
        for (InetAddress address : addresses) {
            judge(url, address);
        }
        return new EngineEndpoint(url.host(), addresses.getFirst(), url.port(), url.tls(), url.basePath());
    }

    private void judge(EngineUrl url, InetAddress address) {
        if (standalone && address.isLoopbackAddress()) {
            return;
        }
        if (!url.tls()) {
            throw forbidden(
                    "https가 필요합니다. http는 단일 머신 모드의 루프백 주소에만 쓸 수 있습니다.",
                    "https is needed; http is for loopback addresses in standalone mode only.");
        }
        boolean named = contains(allowed, address);
        if (contains(METADATA, address) || (!PublicAddresses.contains(address) && !named)) {
            throw forbidden(
                    "공개 주소가 아닌 곳(루프백, 사설, 링크 로컬, 메타데이터)으로 이어집니다. 의도한 것이라면 운영자가"
                            + " hanok.external.allowed-networks에 네트워크를 추가해야 합니다.",
                    "it leads to an address that is not public (loopback, private, link-local or metadata). If that is"
                            + " meant, the operator adds its network to hanok.external.allowed-networks.");
        }
    }

    private static boolean contains(List<AddressBlock> blocks, InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Stream.of(texts).map(AddressBlock::parse).toList();
    }

    private static ClusterException forbidden(String korean, String english) {
        return new ClusterException(new ClusterProblem.ForbiddenUrl(korean, english));
    }
}
