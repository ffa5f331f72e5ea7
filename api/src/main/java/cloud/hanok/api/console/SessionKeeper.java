package cloud.hanok.api.console;

import cloud.hanok.api.config.ConsoleConfiguration;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.security.SignedInPeople;
import cloud.hanok.tenant.identity.IdentityUnavailableException;
import cloud.hanok.tenant.identity.SignInClient;
import cloud.hanok.tenant.session.ConsoleSession;
import cloud.hanok.tenant.session.ConsoleSessions;
import cloud.hanok.tenant.session.SessionId;
import cloud.hanok.tenant.session.SessionTokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanProvider;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions in use, from memory where they were looked at within the last five seconds: whoever is signed out at another gateway is refused here by
 * then. Tokens are refreshed shortly before they end, once for all requests that wait for it.
 */
@Singleton
final class SessionKeeper {
    /** Some 6 kilobytes each: two tokens. */
    static final int MAX_SESSIONS = 10_000;

    /** A session is read again after this. */
    static final Duration FRESH = Duration.ofSeconds(5);

    /** An access token is replaced this long before it ends, so that it is still good when the request is looked at. */
    static final Duration REFRESH_AHEAD = Duration.ofSeconds(20);

    /** When a session was used is kept to the minute: a write for each request would cost more than the answer. */
    private static final Duration USE_IS_KEPT = Duration.ofMinutes(1);

    /** Reads and refreshes under way. */
    private static final int MAX_READS = 64;

    private static final int SHARE_TO_EVICT = 16;

    private static final Logger LOG = LoggerFactory.getLogger(SessionKeeper.class);

    private final BeanProvider<ConsoleSessions> sessions;
    private final BeanProvider<SignedInPeople> people;
    private final ConsoleRealms realms;
    private final SignInClient keycloak;
    private final Duration idle;
    private final Clock clock;
    private final ExecutorService blocking;
    private final MeterRegistry meters;
    private final Semaphore reads = new Semaphore(MAX_READS);
    private final ConcurrentHashMap<SessionId, Seen> seen = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<SessionId, CompletableFuture<ConsoleSession>> running = new ConcurrentHashMap<>();

    private record Seen(ConsoleSession session, Instant at) {}

    SessionKeeper(
            BeanProvider<ConsoleSessions> sessions,
            BeanProvider<SignedInPeople> people,
            ConsoleRealms realms,
            SignInClient keycloak,
            ConsoleConfiguration configuration,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
            MeterRegistry meters) {
        this.sessions = sessions;
        this.people = people;
        this.realms = realms;
        this.keycloak = keycloak;
        this.idle = configuration.idleTimeout();
        this.clock = clock;
        this.blocking = blocking;
        this.meters = meters;
    }

    /**
     * A session whose access token is good. [event loop] Completes with an {@link ApiException} when it is over, or its tokens cannot be had now.
     *
     * @param organization that it has to be of
     * @param byItself whether its person did nothing
     */
    CompletionStage<ConsoleSession> find(String organization, SessionId id, boolean byItself) {
        Instant now = clock.instant();
        Seen known = seen.get(id);
        if (known != null && now.isBefore(known.at().plus(FRESH)) && !isDue(known.session(), now)) {
            return CompletableFuture.completedFuture(known.session()).thenApply(found -> of(organization, found));
        }
        return read(id, byItself).thenApply(found -> of(organization, found));
    }

    /**
     * A session as it is kept, whatever became of its tokens. Blocks.
     *
     * @throws ApiException when it is over
     */
    ConsoleSession kept(String organization, SessionId id) {
        return of(organization, stored(id));
    }

    /** Keeps a new one. Blocks. */
    void open(ConsoleSession session) {
        sessions.get().open(session);
    }

    /** All sessions of a sign-in at Keycloak. Blocks. */
    List<ConsoleSession> ofSignIn(String signIn) {
        return sessions.get().ofSignIn(signIn);
    }

    /** Ends a session. Blocks. */
    void end(ConsoleSession session) {
        sessions.get().end(session.id());
        seen.remove(session.id());
    }

    /** Forgets what is in memory, as a gateway that just started. */
    void forget() {
        seen.clear();
    }

    private static ConsoleSession of(String organization, ConsoleSession session) {
        if (!session.organization().equals(organization)) {
            throw new ApiException(ApiError.of(ErrorCode.NO_SESSION));
        }
        return session;
    }

    private static boolean isDue(ConsoleSession session, Instant now) {
        return !now.isBefore(session.tokens().accessExpiresAt().minus(REFRESH_AHEAD));
    }

    private CompletableFuture<ConsoleSession> read(SessionId id, boolean byItself) {
        CompletableFuture<ConsoleSession> present = running.get(id);
        if (present != null) {
            return present;
        }
        if (!reads.tryAcquire()) {
            return CompletableFuture.failedFuture(new ApiException(ApiError.of(ErrorCode.SERVER_OVERLOADED)));
        }
        var mine = new CompletableFuture<ConsoleSession>();
        CompletableFuture<ConsoleSession> other = running.putIfAbsent(id, mine);
        if (other != null) {
            reads.release();
            return other;
        }
        try {
            blocking.execute(() -> run(id, byItself, mine));
        } catch (RejectedExecutionException closing) {
            leave(id, mine);
            mine.completeExceptionally(new ApiException(ApiError.of(ErrorCode.SERVER_OVERLOADED), closing));
        }
        return mine;
    }

    private void run(SessionId id, boolean byItself, CompletableFuture<ConsoleSession> reading) {
        try {
            ConsoleSession session = current(id, byItself);
            remember(session);
            leave(id, reading);
            reading.complete(session);
        } catch (RuntimeException | Error failed) {
            seen.remove(id);
            leave(id, reading);
            reading.completeExceptionally(failed);
        }
    }

    private void leave(SessionId id, CompletableFuture<ConsoleSession> reading) {
        running.remove(id, reading);
        reads.release();
    }

    private ConsoleSession current(SessionId id, boolean byItself) {
        ConsoleSession session = stored(id);
        Instant now = clock.instant();
        if (isDue(session, now)) {
            session = refreshed(session, now);
        }
        if (!byItself && !now.isBefore(session.usedAt().plus(USE_IS_KEPT))) {
            session = session.used(now);
            if (!sessions.get().used(session)) {
                throw ended();
            }
        }
        return session;
    }

    private ConsoleSession stored(SessionId id) {
        ConsoleSession session = sessions.get().find(id).orElseThrow(SessionKeeper::ended);
        if (!clock.instant().isBefore(session.endsAt(idle))) {
            sessions.get().end(id);
            throw ended();
        }
        return session;
    }

    /** While Keycloak is away, a token that is still good is used to its end. */
    private ConsoleSession refreshed(ConsoleSession session, Instant now) {
        try {
            return switch (keycloak.refresh(realms.of(session), session.tokens().refresh())) {
                case SignInClient.Granted granted -> {
                    count("granted");
                    yield renewed(session, granted);
                }
                case SignInClient.Refused(var error) -> {
                    count("refused");
                    LOG.info("a session of {} ended: its refresh is answered {}", session.organization(), error);
                    sessions.get().end(session.id());
                    throw ended();
                }
            };
        } catch (IdentityUnavailableException unavailable) {
            count("unavailable");
            if (now.isBefore(session.tokens().accessExpiresAt())) {
                LOG.warn("the tokens of a session cannot be refreshed", unavailable);
                return session;
            }
            throw unavailable;
        }
    }

    /** A refresh can be answered with a token of another organization of the same person (Keycloak issue 42836). */
    private ConsoleSession renewed(ConsoleSession session, SignInClient.Granted granted) {
        SignedInPeople.Access access = access(session, granted);
        if (!access.organization().equals(session.organization())
                || !access.subject().equals(session.subject())) {
            LOG.warn("a session of {} ended: its refresh is of another organization", session.organization());
            sessions.get().end(session.id());
            throw ended();
        }
        ConsoleSession renewed =
                session.with(new SessionTokens(granted.access(), access.expiresAt(), granted.refresh()));
        if (!sessions.get().refreshed(renewed)) {
            throw ended();
        }
        return renewed;
    }

    private SignedInPeople.Access access(ConsoleSession session, SignInClient.Granted granted) {
        try {
            return people.get().access(granted.access().reveal());
        } catch (ApiException refused) {
            if (refused.error().code() == ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE) {
                throw refused;
            }
            sessions.get().end(session.id());
            throw new ApiException(ApiError.of(ErrorCode.SESSION_ENDED), refused);
        }
    }

    private void count(String outcome) {
        Counter.builder("hanok.console.refreshes")
                .description("tokens of sessions of the console that were asked for anew, by what came of it")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }

    private void remember(ConsoleSession session) {
        Instant now = clock.instant();
        if (seen.size() >= MAX_SESSIONS) {
            makeRoom(now);
        }
        seen.put(session.id(), new Seen(session, now));
    }

    private synchronized void makeRoom(Instant now) {
        int left = seen.size() - MAX_SESSIONS + MAX_SESSIONS / SHARE_TO_EVICT;
        for (Iterator<Seen> all = seen.values().iterator(); all.hasNext(); ) {
            if (!now.isBefore(all.next().at().plus(FRESH))) {
                all.remove();
                left--;
            }
        }
        for (Iterator<Seen> all = seen.values().iterator(); all.hasNext() && left > 0; left--) {
            all.next();
            all.remove();
        }
    }

    private static ApiException ended() {
        return new ApiException(ApiError.of(ErrorCode.SESSION_ENDED));
    }
}
