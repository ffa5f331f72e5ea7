package cloud.hanok.api.security;

import cloud.hanok.tenant.member.MemberRole;
import java.util.List;
import java.util.stream.Stream;

/** What an actor may do: the one place where roles and permissions meet. */
public enum Role {
    /** Runs the cloud: a token of Keycloak's operator client. */
    PLATFORM_OPERATOR(
            Permissions.TENANTS_READ,
            Permissions.TENANTS_WRITE,
            Permissions.SITES_READ,
            Permissions.SITES_WRITE,
            Permissions.REGISTRY_READ,
            Permissions.REGISTRY_WRITE,
            Permissions.DEPLOYMENTS_READ,
            Permissions.DEPLOYMENTS_WRITE,
            Permissions.REQUESTS_READ,
            Permissions.KEY_MATERIAL_READ,
            Permissions.KEY_MATERIAL_WRITE,
            Permissions.PLATFORM_AUDIT_READ),
    /** Keeps machines and deployments; sees no tenant. */
    CAPACITY_OPERATOR(
            Permissions.SITES_READ,
            Permissions.SITES_WRITE,
            Permissions.REGISTRY_READ,
            Permissions.DEPLOYMENTS_READ,
            Permissions.DEPLOYMENTS_WRITE),
    /** Publishes models. */
    PUBLISHER(Permissions.REGISTRY_READ, Permissions.REGISTRY_WRITE),
    /** Answers for a tenant. */
    OWNER(Tenant.ADMINISTRATION_AND_INFERENCE),
    /** Administers a tenant; names no owners and removes none. */
    ADMIN(Tenant.ADMINISTRATION_AND_INFERENCE),
    /** Builds with the models. */
    DEVELOPER(
            Permissions.INFERENCE,
            Permissions.MODELS_READ,
            Permissions.REQUESTS_READ,
            Permissions.RECEIPTS_READ,
            Permissions.USAGE_READ,
            Permissions.PROJECTS_READ,
            Permissions.KEYS_READ,
            Permissions.KEYS_WRITE,
            Permissions.MEMBERS_READ,
            Permissions.LIMITS_READ),
    /** Sees what is spent. */
    BILLING_VIEWER(
            Permissions.MODELS_READ,
            Permissions.USAGE_READ,
            Permissions.INVOICES_READ,
            Permissions.PROJECTS_READ,
            Permissions.LIMITS_READ),
    /** Answers for personal data (개인정보 보호책임자). */
    PRIVACY_OFFICER(
            Permissions.MODELS_READ,
            Permissions.REQUESTS_READ,
            Permissions.RECEIPTS_READ,
            Permissions.PROJECTS_READ,
            Permissions.MEMBERS_READ,
            Permissions.AUDIT_READ),
    /** Looks at everything and changes nothing. */
    AUDITOR(
            Permissions.MODELS_READ,
            Permissions.REQUESTS_READ,
            Permissions.RECEIPTS_READ,
            Permissions.USAGE_READ,
            Permissions.INVOICES_READ,
            Permissions.PROJECTS_READ,
            Permissions.KEYS_READ,
            Permissions.ADMIN_KEYS_READ,
            Permissions.MEMBERS_READ,
            Permissions.LIMITS_READ,
            Permissions.AUDIT_READ),
    /** A person who is signed in and acts for no tenant. */
    SIGNED_IN(Permissions.INVITATIONS_ACCEPT, Permissions.SIGNUPS_CREATE),
    /** A key of a tenant itself. */
    ADMIN_KEY(Tenant.ADMINISTRATION),
    /** A key of a project. */
    PROJECT_KEY(Permissions.INFERENCE, Permissions.MODELS_READ, Permissions.REQUESTS_READ, Permissions.RECEIPTS_READ);

    private final List<String> permissions;

    Role(String... permissions) {
        this.permissions = List.of(permissions);
    }

    /** What it may do. */
    public List<String> permissions() {
        return permissions;
    }

    /** Whether it has a permission. */
    boolean may(String permission) {
        return permissions.contains(permission);
    }

    /** What a member of this role may do. */
    static Role of(MemberRole role) {
        return switch (role) {
            case OWNER -> OWNER;
            case ADMIN -> ADMIN;
            case DEVELOPER -> DEVELOPER;
            case BILLING_VIEWER -> BILLING_VIEWER;
            case PRIVACY_OFFICER -> PRIVACY_OFFICER;
            case AUDITOR -> AUDITOR;
        };
    }

    /** What several roles have. */
    private static final class Tenant {
        static final String[] ADMINISTRATION = {
            Permissions.MODELS_READ,
            Permissions.REQUESTS_READ,
            Permissions.RECEIPTS_READ,
            Permissions.USAGE_READ,
            Permissions.INVOICES_READ,
            Permissions.PROJECTS_READ,
            Permissions.PROJECTS_WRITE,
            Permissions.KEYS_READ,
            Permissions.KEYS_WRITE,
            Permissions.ADMIN_KEYS_READ,
            Permissions.ADMIN_KEYS_WRITE,
            Permissions.MEMBERS_READ,
            Permissions.MEMBERS_WRITE,
            Permissions.LIMITS_READ,
            Permissions.LIMITS_WRITE,
            Permissions.AUDIT_READ
        };

        /** People's: what a key of the tenant itself asks would be of no project. */
        static final String[] ADMINISTRATION_AND_INFERENCE = Stream.concat(
                        Stream.of(Permissions.INFERENCE), Stream.of(ADMINISTRATION))
                .toArray(String[]::new);
    }
}
