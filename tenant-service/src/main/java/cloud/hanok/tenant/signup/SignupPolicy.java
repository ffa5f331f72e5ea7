package cloud.hanok.tenant.signup;

/** Who may sign up by themselves. */
public enum SignupPolicy {
    /** Any company. */
    OPEN,
    /** Whoever has a code of the operator's. */
    INVITATION,
    /** Nobody: the operator makes tenants. */
    CLOSED
}
