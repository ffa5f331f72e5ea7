package cloud.hanok.tenant.organization;

/** Whether a tenant may use the cloud. The names are stored: rename none. */
public enum TenantState {
    ACTIVE,
    /** Its keys and its members are refused; what it has stays. */
    SUSPENDED
}
