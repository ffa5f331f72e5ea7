package cloud.hanok.api.config;

import cloud.hanok.tenant.key.IpRange;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/**
 * {@code hanok.proxies}: what stands in front of us.
 *
 * @param trusted addresses and networks, in CIDR notation, whose {@code X-Forwarded-For} is believed; none by default
 */
@ConfigurationProperties("hanok.proxies")
public record ProxyConfiguration(
        @Bindable(defaultValue = "") List<String> trusted) {
    public ProxyConfiguration {
        trusted = trusted.stream().filter(range -> !range.isEmpty()).toList();
        ranges(trusted);
    }

    /** The same, read. */
    public List<IpRange> ranges() {
        return ranges(trusted);
    }

    private static List<IpRange> ranges(List<String> texts) {
        return texts.stream()
                .map(text -> {
                    IpRange range = IpRange.parse(text);
                    if (range == null) {
                        throw new IllegalArgumentException(
                                "hanok.proxies.trusted: a network such as 10.1.0.0/16 was expected: " + text);
                    }
                    return range;
                })
                .toList();
    }
}
