package cloud.hanok.platform.answer;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;

/**
 * The right to answer, held by one request.
 *
 * @param tenant whose it is
 * @param name of the claim within the tenant, {@value #NAME_DIGITS} hexadecimal digits; says nothing of the key
 * @param fingerprint of what is asked
 * @param by the request that holds it
 */
public record Claim(TenantId tenant, String name, String fingerprint, RequestId by) {
    /** Of a SHA-256. */
    public static final int NAME_DIGITS = 64;
}
