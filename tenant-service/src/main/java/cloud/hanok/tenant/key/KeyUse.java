package cloud.hanok.tenant.key;

import org.jspecify.annotations.Nullable;

/**
 * What a key is presented for.
 *
 * @param address from where
 * @param endpoint the family of the route; null for one in no family, which a key limited to families never opens
 * @param write whether it is to do more than look
 * @param origin of the page whose script presents it; null where none does
 */
public record KeyUse(
        IpAddress address,
        @Nullable KeyEndpoint endpoint,
        boolean write,
        @Nullable String origin) {
    /** By no page. */
    public KeyUse(IpAddress address, @Nullable KeyEndpoint endpoint, boolean write) {
        this(address, endpoint, write, null);
    }
}
