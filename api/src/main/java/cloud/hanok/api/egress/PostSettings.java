package cloud.hanok.api.egress;

import cloud.hanok.platform.net.PublicAddresses;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Bounds of sending.
 *
 * @param timeout of a message, from the look-up of its host to the head of the answer
 * @param addresses that may be called
 * @param ports that may be called
 */
public record PostSettings(Duration timeout, Predicate<InetAddress> addresses, IntPredicate ports) {
    private static final int HTTPS = 443;

    /** Where many listen who have no right to the usual one. */
    private static final int OTHER_HTTPS = 8443;

    /** To hosts of the public internet. */
    public static PostSettings outside(Duration timeout) {
        return new PostSettings(timeout, PublicAddresses::contains, port -> port == HTTPS || port == OTHER_HTTPS);
    }
}
