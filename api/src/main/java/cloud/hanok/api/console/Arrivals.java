package cloud.hanok.api.console;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.config.ConsoleConfiguration;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.ClientAddresses;
import cloud.hanok.api.security.SignedInPeople;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.identity.IdentitySettings;
import cloud.hanok.tenant.identity.SignInClient;
import cloud.hanok.tenant.session.ConsoleSession;
import cloud.hanok.tenant.session.SessionId;
import cloud.hanok.tenant.session.SessionTokens;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Makes a session of the code that a browser comes back with, once everything that came with it was checked. Blocks. */
@Singleton
final class Arrivals {
    private final ConsoleAddress address;
    private final ConsoleConfiguration console;
    private final ConsoleRealms realms;
    private final SignInClient keycloak;
    private final SignedInPeople people;
    private final ClientAddresses addresses;
    private final SessionKeeper keeper;
    private final ConsolePeople whom;
    private final Audit audit;
    private final SecureRandom random;
    private final Clock clock;

    Arrivals(
            ConsoleAddress address,
            ConsoleConfiguration console,
            ConsoleRealms realms,
            SignInClient keycloak,
            SignedInPeople people,
            ClientAddresses addresses,
            SessionKeeper keeper,
            ConsolePeople whom,
            Audit audit,
            SecureRandom random,
            Clock clock) {
        this.address = address;
        this.console = console;
        this.realms = realms;
        this.keycloak = keycloak;
        this.people = people;
        this.addresses = addresses;
        this.keeper = keeper;
        this.whom = whom;
        this.audit = audit;
        this.random = random;
        this.clock = clock;
    }

    /** @param cookie what the browser gets; kept nowhere */
    record Arrived(ConsoleSession session, Secret cookie) {}

    /**
     * The session.
     *
     * @param issuer who sent the browser back, as it says (RFC 9207), or null
     * @throws ApiException when the code is no good, or whoever it is of may not come in
     */
    Arrived of(HttpRequest<?> request, SignInAttempt attempt, String code, @Nullable String issuer) {
        IdentitySettings client = realms.of(attempt.realmOf());
        if (issuer != null && !issuer.equals(client.url() + "/realms/" + client.realm())) {
            throw failed();
        }
        if (!(keycloak.exchange(client, address.redirectUri(), code, attempt.verifier())
                instanceof SignInClient.Granted granted)) {
            throw failed();
        }
        SignedInPeople.Identity identity = people.identity(granted.id().reveal(), client);
        SignedInPeople.Access access = people.access(granted.access().reveal());
        boolean answersUs = identity.nonce().equals(attempt.nonce())
                && identity.subject().equals(access.subject())
                && !identity.session().isEmpty()
                && (attempt.organization().isEmpty() || attempt.organization().equals(access.organization()));
        if (!answersUs) {
            throw failed();
        }
        Actor actor = people.actor(granted.access().reveal(), addresses.of(request));
        Secret cookie = Secret.draw(random);
        ConsoleSession session = session(client, identity, access, granted, cookie);
        audit.passed(AuditType.LOGIN_SUCCEEDED, whom.whose(session), actor.audited(), () -> keeper.open(session));
        return new Arrived(session, cookie);
    }

    private ConsoleSession session(
            IdentitySettings client,
            SignedInPeople.Identity identity,
            SignedInPeople.Access access,
            SignInClient.Granted granted,
            Secret cookie) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new ConsoleSession(
                SessionId.of(cookie.reveal()).orElseThrow(),
                access.organization(),
                access.subject(),
                signIn(client, identity.session()),
                Secret.draw(random),
                new SessionTokens(granted.access(), access.expiresAt(), granted.refresh()),
                now,
                now,
                now.plus(console.sessionLifetime()));
    }

    /** Names a sign-in: ids are unique in a realm. */
    static String signIn(IdentitySettings client, String id) {
        return client.realm() + "/" + id;
    }

    private static ApiException failed() {
        return new ApiException(ApiError.of(ErrorCode.SIGN_IN_FAILED));
    }
}
