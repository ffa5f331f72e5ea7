package cloud.hanok.api.security;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.compliance.audit.AuditActor;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.MemberRole;
import io.micronaut.security.authentication.Authentication;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who acts, as the endpoints see it: lookups start from what an actor may see, so that what is not theirs is not there. */
public sealed interface Actor {
    /** Runs the cloud. */
    record Operator(String client) implements Actor {
        @Override
        public Role role() {
            return Role.PLATFORM_OPERATOR;
        }

        @Override
        public AuditActor audited() {
            return new AuditActor(AuditActor.Kind.OPERATOR, client);
        }
    }

    /** Acts for a tenant, or for one project of it. */
    sealed interface OfTenant extends Actor {
        /** Whose. */
        TenantId tenant();

        /** Where the tenant's data may be processed: ISO 3166-1 alpha-2. */
        Set<String> allowedJurisdictions();
    }

    /** Acts for a tenant as a whole: a key of its own. */
    record TenantAdmin(TenantId tenant, KeyId key, Set<String> allowedJurisdictions) implements OfTenant {
        @Override
        public Role role() {
            return Role.ADMIN_KEY;
        }

        @Override
        public AuditActor audited() {
            return new AuditActor(AuditActor.Kind.ADMIN_KEY, key.text());
        }
    }

    /** A member of a tenant, signed in for it. */
    record Person(Member member, Set<String> allowedJurisdictions) implements OfTenant {
        @Override
        public TenantId tenant() {
            return member.tenant();
        }

        @Override
        public Role role() {
            return Role.of(member.role());
        }

        @Override
        public AuditActor audited() {
            return new AuditActor(AuditActor.Kind.MEMBER, member.id().text());
        }
    }

    /**
     * Acts for one project of a tenant.
     *
     * @param models names the key may ask; empty for all
     */
    record ProjectKey(
            TenantId tenant, ProjectId project, KeyId key, Set<String> allowedJurisdictions, Set<String> models)
            implements OfTenant {
        @Override
        public Role role() {
            return Role.PROJECT_KEY;
        }

        @Override
        public AuditActor audited() {
            return new AuditActor(AuditActor.Kind.PROJECT_KEY, key.text());
        }
    }

    /**
     * Is signed in, and acts for nobody else.
     *
     * @param emailVerified whether the identity provider saw that they own the address
     * @param name to show; may be empty
     * @param dedicatedTo the tenant in whose own realm they are, or null: the realm that tenants share
     */
    record SignedIn(
            String subject,
            EmailAddress email,
            boolean emailVerified,
            String name,
            @Nullable TenantId dedicatedTo) implements Actor {
        @Override
        public Role role() {
            return Role.SIGNED_IN;
        }

        @Override
        public AuditActor audited() {
            return new AuditActor(AuditActor.Kind.PERSON, subject);
        }

        @Override
        public String toString() {
            return "SignedIn";
        }
    }

    /** What it may do. */
    Role role();

    /** Who the audit log says it is. */
    AuditActor audited();

    /** The actor of a request that was let in. */
    static Actor of(Authentication authentication) {
        Object actor = authentication.getAttributes().get("actor");
        if (actor instanceof Actor known) {
            return known;
        }
        throw new ApiException(ApiError.of(ErrorCode.FORBIDDEN));
    }

    /**
     * The tenant for which the actor acts as a whole.
     *
     * @throws ApiException {@code forbidden} when it is another kind of actor
     */
    static TenantId tenantOf(Authentication authentication) {
        return switch (of(authentication)) {
            case TenantAdmin admin -> admin.tenant();
            case Person person -> person.tenant();
            case Operator _, ProjectKey _, SignedIn _ -> throw new ApiException(ApiError.of(ErrorCode.FORBIDDEN));
        };
    }

    /** Whether it decides who owns the tenant: an owner does, and the operator, who names the first one. */
    default boolean namesOwners() {
        return switch (this) {
            case Operator _ -> true;
            case Person person -> person.member().role() == MemberRole.OWNER;
            case TenantAdmin _, ProjectKey _, SignedIn _ -> false;
        };
    }

    /** What Micronaut keeps of it: the permissions stand in the place of roles. */
    default Authentication authentication() {
        return Authentication.build(audited().id(), role().permissions(), Map.of("actor", this));
    }
}
