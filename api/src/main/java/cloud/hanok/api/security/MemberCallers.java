package cloud.hanok.api.security;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.key.GuessLimits;
import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.key.KeyCheck;
import cloud.hanok.tenant.key.MemberCaller;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.ProjectDirectory;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Finds the member who asks for an answer with a token of their own. [event loop] Touches only memory: a token that was not
 * verified a moment ago is verified elsewhere, and the caller told to come back. Membership, role, tenant and project are
 * looked up for each request.
 */
@Singleton
public final class MemberCallers {
    /** The header that says for which project a member asks, as OpenAI's clients send it. */
    public static final String PROJECT_HEADER = "OpenAI-Project";

    /** Verifications under way: each costs some 100 µs, or the time that fetching the realm's keys takes. */
    private static final int MAX_VERIFICATIONS = 64;

    private final AccessTokens tokens;
    private final VerifiedTokens verified;
    private final TokenHolders holders;
    private final ProjectDirectory projects;
    private final GuessLimits guesses;
    private final Clock clock;
    private final ExecutorService blocking;
    private final Semaphore verifications = new Semaphore(MAX_VERIFICATIONS);

    /** Those under way: the head and the body of one request both ask, and a burst of requests has one token. */
    private final ConcurrentHashMap<VerifiedTokens.Digest, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

    MemberCallers(
            AccessTokens tokens,
            VerifiedTokens verified,
            TokenHolders holders,
            ProjectDirectory projects,
            GuessLimits guesses,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.tokens = tokens;
        this.verified = verified;
        this.holders = holders;
        this.projects = projects;
        this.guesses = guesses;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** Who asks, or when that will be known. */
    public sealed interface Finding {}

    /** @param caller who asks, in a project */
    public record Found(MemberCaller caller) implements Finding {}

    /** @param known completes when it is worth asking again; with an {@link ApiException} when it is not */
    public record Later(CompletionStage<?> known) implements Finding {}

    /**
     * Finds the member.
     *
     * @param token as it was presented
     * @param project the header's value, or null
     * @param from where
     * @throws ApiException when the token is not good, its holder may not ask, or there is no such project
     */
    public Finding find(String token, @Nullable String project, IpAddress from) {
        if (token.length() > AccessTokens.LIMIT_CHARS) {
            throw refused(ErrorCode.INVALID_TOKEN);
        }
        VerifiedTokens.Digest digest = verified.digest(token);
        AccessToken read = verified.find(digest);
        if (read == null) {
            return new Later(verification(token, digest, from));
        }
        return switch (holders.membership(read, from)) {
            case TokenHolders.Known(var member, var tenant) -> inProject(member, tenant, project);
            case TokenHolders.Later(var known) -> new Later(known);
        };
    }

    /** As who a member asks in a project, by what holds at this moment. */
    Finding inProject(Member member, Tenant tenant, @Nullable String project) {
        boolean everywhere = Role.of(member.role()).may(Permissions.INFERENCE);
        if (!everywhere && member.projects().isEmpty()) {
            throw refused(ErrorCode.FORBIDDEN);
        }
        if (project == null || project.isBlank()) {
            throw new ApiException(ApiError.of(ErrorCode.MISSING_PROJECT).withParam(PROJECT_HEADER));
        }
        TenantId owner = tenant.id();
        ProjectId id = PathIds.read(project.strip(), ProjectId::parse, Thing.PROJECT);
        if (!everywhere && !Role.in(member, id).contains(Permissions.INFERENCE)) {
            throw Thing.PROJECT.missing(id);
        }
        return switch (projects.of(owner, id)) {
            case Lookup.Found<Project>(var found)
            when found.archivedAt() != null ->
                throw new ApiException(ApiError.of(ErrorCode.PROJECT_ARCHIVED, id.text()));
            case Lookup.Found<Project> found ->
                new Found(new MemberCaller(
                        member.id(),
                        owner,
                        id,
                        tenant.allowedJurisdictions(),
                        tenant.creditLimitWon(),
                        tenant.share(),
                        tenant.dedicated(),
                        tenant.retention().keepsResponses()));
            case Lookup.Absent<Project> absent -> throw Thing.PROJECT.missing(id);
            case Lookup.Stale<Project> stale -> throw refused(ErrorCode.STORE_UNAVAILABLE);
            case Lookup.Pending<Project>(var answer) -> new Later(answer);
        };
    }

    private CompletionStage<Void> verification(String token, VerifiedTokens.Digest digest, IpAddress from) {
        CompletableFuture<Void> present = running.get(digest);
        if (present != null) {
            return present;
        }
        long nowMillis = clock.millis();
        int delay = guesses.readDelay(from, nowMillis);
        if (delay > 0) {
            throw new ApiException(KeyRefusals.of(new KeyCheck.Throttled(delay)));
        }
        if (!verifications.tryAcquire()) {
            throw refused(ErrorCode.SERVER_OVERLOADED);
        }
        var mine = new CompletableFuture<Void>();
        CompletableFuture<Void> other = running.putIfAbsent(digest, mine);
        if (other != null) {
            verifications.release();
            return other;
        }
        try {
            blocking.execute(() -> run(token, digest, from, mine));
        } catch (RejectedExecutionException closing) {
            end(digest, mine);
            mine.completeExceptionally(new ApiException(ApiError.of(ErrorCode.SERVER_OVERLOADED), closing));
        }
        return mine;
    }

    private void run(String token, VerifiedTokens.Digest digest, IpAddress from, CompletableFuture<Void> verification) {
        try {
            verify(token, digest, from);
            end(digest, verification);
            verification.complete(null);
        } catch (RuntimeException | Error failed) {
            end(digest, verification);
            verification.completeExceptionally(failed);
        }
    }

    private void end(VerifiedTokens.Digest digest, CompletableFuture<Void> verification) {
        running.remove(digest, verification);
        verifications.release();
    }

    private void verify(String token, VerifiedTokens.Digest digest, IpAddress from) {
        try {
            AccessToken read = tokens.read(token).orElse(null);
            if (read != null) {
                verified.add(digest, read);
                return;
            }
        } catch (AccessTokens.KeysUnavailableException unavailable) {
            throw new ApiException(ApiError.of(ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE), unavailable);
        }
        int delay = guesses.failed(from, clock.millis());
        throw delay > 0
                ? new ApiException(KeyRefusals.of(new KeyCheck.Throttled(delay)))
                : refused(ErrorCode.INVALID_TOKEN);
    }

    private static ApiException refused(ErrorCode code) {
        return new ApiException(ApiError.of(code));
    }
}
