package cloud.hanok.platform.envelope;

import cloud.hanok.platform.id.TenantId;

/**
 * Names a data key.
 *
 * @param tenant whose values it seals
 * @param dataClass which of them
 * @param id within both: {@code 202611-3} seals in November 2026 and was made under version 3 of the transit key
 */
record DataKeyName(TenantId tenant, DataClass dataClass, String id) {
    /** The one that look-up hashes are made with; it never changes, or nothing would be found again. */
    static final String LOOKUP = "lookup";

    /** Longest id that a sealed value may name. */
    static final int LONGEST_ID = 64;

    boolean isOf(TenantId otherTenant, DataClass otherClass) {
        return tenant.equals(otherTenant) && dataClass == otherClass;
    }
}
