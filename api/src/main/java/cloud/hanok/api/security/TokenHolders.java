package cloud.hanok.api.security;

import cloud.hanok.api.config.KeycloakConfiguration;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.MemberDirectory;
import cloud.hanok.tenant.operator.Operator;
import cloud.hanok.tenant.operator.OperatorDirectory;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantDirectory;
import cloud.hanok.tenant.organization.TenantState;
import cloud.hanok.tenant.problem.TenantProblemException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * Who the holder of a token is here. The token proves a person and the organisation they asked for; whether they belong to it
 * and in which role is ours to say, afresh for each request. May block, on what is not in memory yet.
 */
@Singleton
final class TokenHolders {
    /** Tokens say in whole seconds when they were issued. */
    private static final Duration ISSUED_WITHIN = Duration.ofSeconds(1);

    /** Less than it takes to accept an invitation and to come back with a new token. */
    private static final Duration LATELY = Duration.ofMillis(50);

    private final KeycloakConfiguration keycloak;
    private final TenantDirectory tenants;
    private final MemberDirectory members;
    private final OperatorDirectory operators;
    private final Clock clock;

    TokenHolders(
            KeycloakConfiguration keycloak,
            TenantDirectory tenants,
            MemberDirectory members,
            OperatorDirectory operators,
            Clock clock) {
        this.keycloak = keycloak;
        this.tenants = tenants;
        this.members = members;
        this.operators = operators;
        this.clock = clock;
    }

    /** Who somebody is in a tenant, or when that will be known. */
    sealed interface Membership {}

    /** @param tenant in use */
    record Known(Member member, Tenant tenant) implements Membership {}

    /** @param known completes when it is worth asking again */
    record Later(CompletionStage<?> known) implements Membership {}

    /**
     * The actor.
     *
     * @param address that the request comes from
     * @param path the project that its path is about
     * @throws ApiException when the token is one of a client that nobody signs in through, or names several organisations or
     *     one that its holder does not belong to, or who belongs to it cannot be read
     */
    Actor of(AccessToken token, IpAddress address, ProjectPath path) {
        if (isOperators(token)) {
            return Actor.Operator.ofClient(token.client());
        }
        if (!keycloak.memberClients().contains(token.client())) {
            throw refused(ErrorCode.INVALID_TOKEN);
        }
        return switch (token.organization()) {
            case AccessToken.Organization.None _ -> ofNoTenant(signedIn(token));
            case AccessToken.Organization.One(var alias) -> person(token, alias, address, path);
            case AccessToken.Organization.Several _ -> throw refused(ErrorCode.TOKEN_ORGANIZATION_AMBIGUOUS);
        };
    }

    /**
     * The member whose token it is. For an event loop: never blocks.
     *
     * @param address that the request comes from
     * @throws ApiException as {@link #of}, and {@code forbidden} when the token is no member's
     */
    Membership membership(AccessToken token, IpAddress address) {
        if (!keycloak.memberClients().contains(token.client())) {
            throw refused(isOperators(token) ? ErrorCode.FORBIDDEN : ErrorCode.INVALID_TOKEN);
        }
        return switch (token.organization()) {
            case AccessToken.Organization.None _ -> throw refused(ErrorCode.FORBIDDEN);
            case AccessToken.Organization.One(var alias) -> member(token, alias, address);
            case AccessToken.Organization.Several _ -> throw refused(ErrorCode.TOKEN_ORGANIZATION_AMBIGUOUS);
        };
    }

    private Actor person(AccessToken token, String alias, IpAddress address, ProjectPath path) {
        while (true) {
            switch (member(token, alias, address)) {
                case Known(var member, var tenant) -> {
                    return new Actor.Person(member, tenant.allowedJurisdictions(), path);
                }
                case Later(var known) -> known.toCompletableFuture().join();
            }
        }
    }

    /** In its own realm a tenant may call a client as it likes. */
    private boolean isOperators(AccessToken token) {
        return token.dedicatedTo() == null && token.client().equals(keycloak.operatorClientId());
    }

    /** A person as they are, or as what they were named on the platform: by a subject of the realm that tenants share. */
    private Actor ofNoTenant(Actor.SignedIn person) {
        if (person.dedicatedTo() != null) {
            return person;
        }
        Operator operator = found(operators.all().settled()).get(person.subject());
        return operator == null ? person : new Actor.Operator(person.subject(), Role.of(operator.role()), person);
    }

    private static Actor.SignedIn signedIn(AccessToken token) {
        String email = token.email();
        if (email == null) {
            throw refused(ErrorCode.INVALID_TOKEN);
        }
        try {
            return new Actor.SignedIn(
                    token.subject(),
                    EmailAddress.of("email", email),
                    token.emailVerified(),
                    token.name(),
                    token.dedicatedTo());
        } catch (TenantProblemException noAddress) {
            throw new ApiException(ApiError.of(ErrorCode.INVALID_TOKEN), noAddress);
        }
    }

    /**
     * One answer for an organisation that is none, for one that the holder does not belong to, and for one whose people are in another
     * realm than the token's.
     */
    private Membership member(AccessToken token, String alias, IpAddress address) {
        TenantId id = tenantOf(alias);
        Lookup<Tenant> owner = tenants.of(id);
        if (owner instanceof Lookup.Pending<Tenant>(var answer)) {
            return new Later(answer);
        }
        Tenant tenant = found(owner);
        if (!Objects.equals(tenant.dedicated(), token.dedicatedTo())) {
            throw refused(ErrorCode.NOT_A_MEMBER);
        }
        Lookup<Map<String, Member>> all = members.of(id);
        if (all instanceof Lookup.Pending<Map<String, Member>>(var answer)) {
            return new Later(answer);
        }
        Member member = found(all).get(token.subject());
        if (member == null) {
            // Who has just become a member comes at once with a token that says so, and before the change is told.
            Lookup<Map<String, Member>> latest = members.since(id, enoughFor(token));
            if (latest instanceof Lookup.Pending<Map<String, Member>>(var answer)) {
                return new Later(answer);
            }
            member = found(latest).get(token.subject());
        }
        if (member == null) {
            throw refused(ErrorCode.NOT_A_MEMBER);
        }
        if (tenant.state() != TenantState.ACTIVE) {
            throw refused(ErrorCode.TENANT_SUSPENDED);
        }
        if (!tenant.policy().allows(address)) {
            throw refused(ErrorCode.NETWORK_NOT_ALLOWED);
        }
        return new Known(member, tenant);
    }

    /** When members were read who include everybody that a token can be of, or so lately that asking again would say the same. */
    private Instant enoughFor(AccessToken token) {
        Instant issued = token.issuedAt().plus(ISSUED_WITHIN);
        Instant lately = clock.instant().minus(LATELY);
        return issued.isBefore(lately) ? issued : lately;
    }

    private static TenantId tenantOf(String alias) {
        try {
            return TenantId.parse(alias);
        } catch (IllegalArgumentException noTenant) {
            throw new ApiException(ApiError.of(ErrorCode.NOT_A_MEMBER), noTenant);
        }
    }

    /** What is in memory, of what belongs to a tenant; anything else is no membership, or cannot be told now. */
    static <T> T found(Lookup<T> lookup) {
        return switch (lookup) {
            case Lookup.Found<T>(var value) -> value;
            case Lookup.Absent<T> _ -> throw refused(ErrorCode.NOT_A_MEMBER);
            case Lookup.Stale<T> _ -> throw refused(ErrorCode.STORE_UNAVAILABLE);
            case Lookup.Pending<T> _ -> throw new IllegalStateException("to be waited for");
        };
    }

    private static ApiException refused(ErrorCode code) {
        return new ApiException(ApiError.of(code));
    }
}
