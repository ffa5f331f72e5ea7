package cloud.hanok.api.console;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.tenant.session.ConsoleSession;
import cloud.hanok.tenant.session.SessionId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets a request in for the session that its cookie names. Another site's page is told apart in three ways, each of which would do: the cookie
 * is sent for pages of this site alone, a change needs the session's token, and the browser says whose page asks.
 */
@Singleton
final class ConsoleDoor {
    private static final List<String> OWN_SITES = List.of("same-origin", "none");

    private final ConsoleAddress address;
    private final SessionKeeper keeper;

    ConsoleDoor(ConsoleAddress address, SessionKeeper keeper) {
        this.address = address;
        this.keeper = keeper;
    }

    /** The session, with tokens that are good now. [event loop] Completes with an {@link ApiException} when there is none, or it may not do this. */
    CompletionStage<ConsoleSession> enter(Knock knock) {
        try {
            requireOwnPage(knock);
            return keeper.find(knock.organization(), idOf(knock), knock.byItself())
                    .thenApply(session -> allowed(knock, session));
        } catch (ApiException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    /**
     * The session as it is kept, whether or not its tokens are still good: to end it. Blocks.
     *
     * @throws ApiException as {@link #enter}
     */
    ConsoleSession leave(Knock knock) {
        requireOwnPage(knock);
        return allowed(knock, keeper.kept(knock.organization(), idOf(knock)));
    }

    private void requireOwnPage(Knock knock) {
        boolean own = knock.origins().stream().allMatch(address::isOwn) && OWN_SITES.containsAll(knock.sites());
        if (!own) {
            throw new ApiException(ApiError.of(ErrorCode.CROSS_SITE_REQUEST));
        }
    }

    /** Two cookies of the name: one was put there by somebody else. */
    private static SessionId idOf(Knock knock) {
        List<String> values = Cookies.values(knock.cookies(), Cookies.SESSION);
        if (values.size() != 1) {
            throw new ApiException(ApiError.of(ErrorCode.NO_SESSION));
        }
        return SessionId.of(values.getFirst()).orElseThrow(() -> new ApiException(ApiError.of(ErrorCode.NO_SESSION)));
    }

    private static ConsoleSession allowed(Knock knock, ConsoleSession session) {
        if (knock.changes()) {
            boolean proved = knock.csrf().size() == 1
                    && MessageDigest.isEqual(
                            knock.csrf().getFirst().getBytes(StandardCharsets.UTF_8),
                            session.csrf().reveal().getBytes(StandardCharsets.UTF_8));
            if (!proved) {
                throw new ApiException(ApiError.of(ErrorCode.CROSS_SITE_REQUEST));
            }
        }
        return session;
    }
}
