package cloud.hanok.api.egress;

import cloud.hanok.platform.net.PublicAddresses;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Bounds of fetching.
 *
 * @param maxBytes of one file
 * @param mediaTypes that are taken, in lower case
 * @param timeout of a file, from the look-up of its host to its last byte, redirects included
 * @param redirects that are followed, each judged like the first address
 * @param concurrent files at once; more are refused
 * @param addresses that may be called
 * @param ports that may be called
 */
public record FetchSettings(
        int maxBytes,
        Set<String> mediaTypes,
        Duration timeout,
        int redirects,
        int concurrent,
        Predicate<InetAddress> addresses,
        IntPredicate ports) {
    private static final int HTTPS = 443;

    /** Images, from the public internet. */
    public static FetchSettings images(int maxBytes, Duration timeout) {
        return new FetchSettings(
                maxBytes,
                Set.of("image/jpeg", "image/png", "image/gif", "image/webp"),
                timeout,
                3,
                64,
                PublicAddresses::contains,
                port -> port == HTTPS);
    }
}
