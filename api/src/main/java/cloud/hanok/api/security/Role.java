package cloud.hanok.api.security;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.MemberRole;
import cloud.hanok.tenant.member.ProjectPlace;
import cloud.hanok.tenant.member.ProjectRole;
import cloud.hanok.tenant.operator.OperatorRole;
import java.util.List;
import java.util.stream.Stream;

/** What an actor may do: the one place where roles and permissions meet. */
public enum Role {
    /** Runs the cloud: Keycloak's operator client, and people whom it names. */
    PLATFORM_OPERATOR(
            Permissions.OPERATORS_READ,
            Permissions.OPERATORS_WRITE,
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
    OWNER(Tenant.with(Tenant.ADMINISTRATION, Tenant.ASKING)),
    /** Administers a tenant; names no owners and removes none. */
    ADMIN(Tenant.with(Tenant.ADMINISTRATION, Tenant.ASKING)),
    /** Builds with the models. */
    DEVELOPER(Tenant.with(Tenant.BUILDING, Permissions.MEMBERS_READ, Permissions.DATA_RETENTION_READ)),
    /** Sees what is spent. */
    BILLING_VIEWER(
            Permissions.MODELS_READ,
            Permissions.USAGE_READ,
            Permissions.INVOICES_READ,
            Permissions.PROJECTS_READ,
            Permissions.LIMITS_READ,
            Permissions.SPEND_ALERTS_READ),
    /** Answers for personal data (개인정보 보호책임자). */
    PRIVACY_OFFICER(
            Permissions.MODELS_READ,
            Permissions.REQUESTS_READ,
            Permissions.RECEIPTS_READ,
            Permissions.PROJECTS_READ,
            Permissions.MEMBERS_READ,
            Permissions.DATA_RETENTION_READ,
            Permissions.DATA_RETENTION_WRITE,
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
            Permissions.DATA_RETENTION_READ,
            Permissions.SPEND_ALERTS_READ,
            Permissions.AUDIT_READ),
    /** Is in the tenant, and does what they do in projects. */
    MEMBER(),
    /** Decides who is in a project, besides building in it. Not its limits: its budget is what the tenant gives it. */
    PROJECT_OWNER(Tenant.with(
            Tenant.BUILDING,
            Permissions.MEMBERS_READ,
            Permissions.MEMBERS_WRITE,
            Permissions.PROJECTS_WRITE,
            Permissions.SPEND_ALERTS_READ)),
    /** Builds in a project. */
    PROJECT_MEMBER(Tenant.BUILDING),
    /** A person who is signed in and acts for no tenant. */
    SIGNED_IN(Permissions.INVITATIONS_ACCEPT, Permissions.SIGNUPS_CREATE),
    /** A key of a tenant itself; it asks no model: that would be of no project. */
    ADMIN_KEY(Tenant.ADMINISTRATION),
    /** A key of a project. */
    PROJECT_KEY(
            Permissions.INFERENCE,
            Permissions.RESPONSES_READ,
            Permissions.RESPONSES_WRITE,
            Permissions.FILES_READ,
            Permissions.FILES_WRITE,
            Permissions.BATCHES_READ,
            Permissions.BATCHES_WRITE,
            Permissions.WEBHOOKS_READ,
            Permissions.WEBHOOKS_WRITE,
            Permissions.MODELS_READ,
            Permissions.REQUESTS_READ,
            Permissions.RECEIPTS_READ);

    /**
     * What somebody who is in a project may do where no path names one. Whoever answers there shows what is of their projects and
     * nothing else: {@link Actor#projectsWhere}.
     */
    static final List<String> ACROSS_PROJECTS = List.of(
            Permissions.RESPONSES_READ,
            Permissions.RESPONSES_WRITE,
            Permissions.FILES_READ,
            Permissions.FILES_WRITE,
            Permissions.BATCHES_READ,
            Permissions.BATCHES_WRITE,
            Permissions.WEBHOOKS_READ,
            Permissions.WEBHOOKS_WRITE,
            Permissions.MODELS_READ,
            Permissions.REQUESTS_READ,
            Permissions.RECEIPTS_READ,
            Permissions.USAGE_READ,
            Permissions.PROJECTS_READ);

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
            case MEMBER -> MEMBER;
        };
    }

    /** What a person of this role on the platform may do. */
    static Role of(OperatorRole role) {
        return switch (role) {
            case PLATFORM_OPERATOR -> PLATFORM_OPERATOR;
            case CAPACITY_OPERATOR -> CAPACITY_OPERATOR;
            case PUBLISHER -> PUBLISHER;
        };
    }

    /** What a member of this role in a project may do there. */
    static Role of(ProjectRole role) {
        return switch (role) {
            case OWNER -> PROJECT_OWNER;
            case MEMBER -> PROJECT_MEMBER;
        };
    }

    /** What a member may do in a project because they were put into it. */
    static List<String> in(Member member, ProjectId project) {
        ProjectPlace place = member.projects().get(project);
        return place == null ? List.of() : of(place.role()).permissions();
    }

    /** What several roles have. */
    private static final class Tenant {
        /** Asks models, and has what was kept of their answers, files, and who is told. */
        static final String[] ASKING = {
            Permissions.INFERENCE,
            Permissions.RESPONSES_READ,
            Permissions.RESPONSES_WRITE,
            Permissions.FILES_READ,
            Permissions.FILES_WRITE,
            Permissions.BATCHES_READ,
            Permissions.BATCHES_WRITE,
            Permissions.WEBHOOKS_READ,
            Permissions.WEBHOOKS_WRITE
        };

        static final String[] BUILDING = {
            Permissions.INFERENCE,
            Permissions.RESPONSES_READ,
            Permissions.RESPONSES_WRITE,
            Permissions.FILES_READ,
            Permissions.FILES_WRITE,
            Permissions.BATCHES_READ,
            Permissions.BATCHES_WRITE,
            Permissions.MODELS_READ,
            Permissions.REQUESTS_READ,
            Permissions.RECEIPTS_READ,
            Permissions.USAGE_READ,
            Permissions.PROJECTS_READ,
            Permissions.KEYS_READ,
            Permissions.KEYS_WRITE,
            Permissions.LIMITS_READ,
            Permissions.WEBHOOKS_READ,
            Permissions.WEBHOOKS_WRITE
        };

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
            Permissions.DATA_RETENTION_READ,
            Permissions.DATA_RETENTION_WRITE,
            Permissions.MODEL_ALIASES_WRITE,
            Permissions.SPEND_ALERTS_READ,
            Permissions.AUDIT_READ
        };

        static String[] with(String[] permissions, String... more) {
            return Stream.concat(Stream.of(permissions), Stream.of(more)).toArray(String[]::new);
        }
    }
}
