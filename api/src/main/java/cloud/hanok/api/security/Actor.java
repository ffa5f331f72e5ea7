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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who acts, as the endpoints see it: lookups start from what an actor may see, so that what is not theirs is not there. */
public sealed interface Actor {
    /**
     * Runs the cloud, or a part of it.
     *
     * @param id the operator's client, or a person's subject
     * @param person who it is, or null for the client
     */
    record Operator(String id, Role role, @Nullable SignedIn person) implements Actor {
        /** The operator's own programs. */
        static Operator ofClient(String client) {
            return new Operator(client, Role.PLATFORM_OPERATOR, null);
        }

        /** What the role may, and a person what everybody may who is signed in. */
        @Override
        public List<String> permissions() {
            return person == null
                    ? role.permissions()
                    : Stream.concat(role.permissions().stream(), person.permissions().stream())
                            .toList();
        }

        @Override
        public AuditActor audited() {
            return new AuditActor(AuditActor.Kind.OPERATOR, id);
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

    /**
     * A member of a tenant, signed in for it.
     *
     * @param path the project that the request's path is about
     */
    record Person(Member member, Set<String> allowedJurisdictions, ProjectPath path) implements OfTenant {
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

        /** What they may in the whole tenant, and besides in the project that the path is about, or across their projects. */
        @Override
        public List<String> permissions() {
            List<String> besides = switch (path) {
                case ProjectPath.Of(var project) -> Role.in(member, project);
                case ProjectPath.OfNone() -> List.of();
                case ProjectPath.Across() -> member.projects().isEmpty() ? List.of() : Role.ACROSS_PROJECTS;
            };
            return Stream.concat(role().permissions().stream(), besides.stream())
                    .distinct()
                    .toList();
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

    /** What it is. */
    Role role();

    /** What it may do, by this request. */
    default List<String> permissions() {
        return role().permissions();
    }

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
     * Who acts for a tenant, or for a project of it.
     *
     * @throws ApiException {@code forbidden} when it is another kind of actor
     */
    static OfTenant ofTenant(Authentication authentication) {
        return switch (of(authentication)) {
            case OfTenant it -> it;
            case Operator _, SignedIn _ -> throw new ApiException(ApiError.of(ErrorCode.FORBIDDEN));
        };
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

    /**
     * The projects of which the actor sees something; empty for all of the tenant.
     *
     * @param permission what they would see
     */
    default Optional<Set<ProjectId>> projectsWhere(String permission) {
        return switch (this) {
            case Operator _, TenantAdmin _ -> Optional.empty();
            case ProjectKey key -> Optional.of(Set.of(key.project()));
            case SignedIn _ -> Optional.of(Set.of());
            case Person person ->
                role().may(permission)
                        ? Optional.empty()
                        : Optional.of(person.member().projects().keySet().stream()
                                .filter(project ->
                                        Role.in(person.member(), project).contains(permission))
                                .collect(Collectors.toUnmodifiableSet()));
        };
    }

    /** Whether the actor sees something of this project. */
    default boolean sees(ProjectId project, String permission) {
        return projectsWhere(permission).map(seen -> seen.contains(project)).orElse(true);
    }

    /** Who is signed in and acts for no tenant; empty for everybody else. */
    static Optional<SignedIn> signedIn(Authentication authentication) {
        return switch (of(authentication)) {
            case SignedIn person -> Optional.of(person);
            case Operator operator -> Optional.ofNullable(operator.person());
            case TenantAdmin _, Person _, ProjectKey _ -> Optional.empty();
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
        return Authentication.build(audited().id(), permissions(), Map.of("actor", this));
    }
}
