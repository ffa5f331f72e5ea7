package cloud.hanok.api.security;

/** What {@code @Secured} can name. */
public final class Roles {
    /** Runs the cloud: a token of Keycloak's operator client. */
    public static final String PLATFORM_OPERATOR = "PLATFORM_OPERATOR";

    /** Acts for a whole tenant: the tenant's admin key. */
    public static final String TENANT_ADMIN = "TENANT_ADMIN";

    /** Acts for one project: a project's key. */
    public static final String PROJECT = "PROJECT";

    private Roles() {}
}
