package cloud.hanok.api.console;

import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.compliance.audit.AuditActor;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.identity.Identities;
import cloud.hanok.tenant.identity.IdentityRefusedException;
import cloud.hanok.tenant.identity.IdentityUnavailableException;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.MemberDirectory;
import cloud.hanok.tenant.operator.OperatorDirectory;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantDirectory;
import cloud.hanok.tenant.session.ConsoleSession;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose sessions they are, and where else the same people may go. Blocks. */
@Singleton
final class ConsolePeople {
    private static final Logger LOG = LoggerFactory.getLogger(ConsolePeople.class);

    private final TenantDirectory tenants;
    private final MemberDirectory members;
    private final OperatorDirectory operators;
    private final Identities identities;

    ConsolePeople(
            TenantDirectory tenants, MemberDirectory members, OperatorDirectory operators, Identities identities) {
        this.tenants = tenants;
        this.members = members;
        this.operators = operators;
        this.identities = identities;
    }

    /** In whose log it is recorded that a session begins or ends. */
    Whose whose(ConsoleSession session) {
        return tenantOf(session).map(Whose::of).orElse(Whose.PLATFORM);
    }

    /** Who the log says it is. */
    AuditActor actor(ConsoleSession session) {
        return tenantOf(session)
                .flatMap(tenant -> member(tenant, session.subject()))
                .map(member ->
                        new AuditActor(AuditActor.Kind.MEMBER, member.id().text()))
                .orElseGet(() -> new AuditActor(
                        isOperator(session.subject(), tenantOf(session).orElse(null))
                                ? AuditActor.Kind.OPERATOR
                                : AuditActor.Kind.PERSON,
                        session.subject()));
    }

    /** A tenant in use or not. */
    Tenant tenant(TenantId id) {
        return found(tenants.of(id)).orElseThrow(() -> new ApiException(ApiError.of(ErrorCode.NOT_A_MEMBER)));
    }

    /** Whether a person runs the platform: those are people of the realm that tenants share. */
    boolean isOperator(String subject, @Nullable TenantId tenant) {
        boolean shared = tenant == null || tenant(tenant).dedicated() == null;
        return shared
                && found(operators.all()).map(all -> all.containsKey(subject)).orElse(false);
    }

    /** Organizations that a person of the shared realm can choose from. Where Keycloak does not say, that there are others is not shown. */
    List<Tenant> choices(String subject) {
        try {
            return identities.tenantsOf(subject).stream()
                    .filter(tenant -> member(tenant, subject).isPresent())
                    .map(this::tenant)
                    .toList();
        } catch (IdentityUnavailableException | IdentityRefusedException unknown) {
            LOG.warn("which organizations somebody is in is not known", unknown);
            return List.of();
        }
    }

    private static Optional<TenantId> tenantOf(ConsoleSession session) {
        return session.organization().equals(ConsoleSession.NO_ORGANIZATION)
                ? Optional.empty()
                : Optional.of(TenantId.parse(session.organization()));
    }

    private Optional<Member> member(TenantId tenant, String subject) {
        Map<String, Member> all = found(members.of(tenant)).orElse(Map.of());
        return Optional.ofNullable(all.get(subject));
    }

    private static <T> Optional<T> found(Lookup<T> lookup) {
        return switch (lookup.settled()) {
            case Lookup.Found<T>(var value) -> Optional.of(value);
            case Lookup.Absent<T> _ -> Optional.empty();
            case Lookup.Stale<T> _, Lookup.Pending<T> _ ->
                throw new ApiException(ApiError.of(ErrorCode.STORE_UNAVAILABLE));
        };
    }
}
