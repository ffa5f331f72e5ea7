package cloud.hanok.api.batches;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.error.Language;
import cloud.hanok.api.files.AskedProject;
import cloud.hanok.api.files.ExpiresAfter;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.api.security.StandingCallers;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.content.batch.Batch;
import cloud.hanok.content.batch.BatchPage;
import cloud.hanok.content.batch.BatchState;
import cloud.hanok.content.batch.Batches;
import cloud.hanok.content.batch.NewBatch;
import cloud.hanok.content.file.FilePurpose;
import cloud.hanok.content.file.Files;
import cloud.hanok.content.file.StoredFile;
import cloud.hanok.platform.id.BatchId;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.request.Page;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Batches: of a key's project, or of one that a member builds in. To anybody else they are not there. */
@Controller("/v1/batches")
public final class BatchesController {
    private static final String INPUT = "input_file_id";
    private static final String METADATA = "metadata";
    private static final int ID_CHARACTERS = 64;

    private final Batches batches;
    private final BatchRunner runner;
    private final Files files;
    private final StandingCallers callers;
    private final AskedProject projects;
    private final Audit audit;

    BatchesController(
            Batches batches,
            BatchRunner runner,
            Files files,
            StandingCallers callers,
            AskedProject projects,
            Audit audit) {
        this.batches = batches;
        this.runner = runner;
        this.files = files;
        this.callers = callers;
        this.projects = projects;
        this.audit = audit;
    }

    /** Has the lines of a file answered. What is wrong with them is said by the batch. */
    @Secured(Permissions.BATCHES_WRITE)
    @Post
    public BatchView create(
            Authentication caller,
            HttpRequest<?> request,
            @Body byte @Nullable [] body,
            @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        ProjectId project = projects.of(actor, request, Permissions.BATCHES_WRITE);
        TenantId tenant = actor.tenant();
        NewBatch asked = asked(actor, project, request, JsonObject.of(body));
        BatchId id = batches.claim(tenant, asked, idempotencyKey);
        Optional<Batch> before = idempotencyKey == null ? Optional.empty() : batches.find(tenant, id);
        if (before.isPresent()) {
            return view(tenant, before.get());
        }
        return audit.made(AuditType.BATCH_CREATED, Whose.of(tenant, project), () -> {
            Batch batch = batches.create(tenant, id, asked);
            runner.made(tenant, batch.id());
            return view(tenant, batch);
        });
    }

    private NewBatch asked(Actor.OfTenant actor, ProjectId project, HttpRequest<?> request, JsonObject json) {
        FileId input = input(actor, project, json.text(INPUT, ID_CHARACTERS));
        BatchEndpoint endpoint = json.choice("endpoint", BatchEndpoint::of, BatchEndpoint.CHOICES);
        json.choice("completion_window", text -> Optional.of(text).filter(BatchView.WINDOW::equals), BatchView.WINDOW);
        Map<String, String> metadata = metadata(json);
        Optional<Duration> outputLife = ExpiresAfter.of(json, "output_expires_after");
        json.end();
        CallerId asking = callerOf(actor);
        requireStanding(actor.tenant(), asking, project, endpoint);
        return new NewBatch(
                project,
                asking,
                Language.preferred(request.getHeaders().get(HttpHeaders.ACCEPT_LANGUAGE))
                        .tag(),
                endpoint.path(),
                input,
                BatchSettings.WINDOW,
                metadata,
                outputLife);
    }

    /** The input, which is there, for that, and not too long. */
    private FileId input(Actor.OfTenant actor, ProjectId project, String text) {
        StoredFile file = PathIds.find(
                text,
                FileId::parse,
                Thing.FILE,
                id -> files.find(actor.tenant(), id)
                        .filter(found -> found.project().equals(project)));
        if (file.purpose() != FilePurpose.BATCH) {
            throw Refusals.value(
                    INPUT, "the file must have been uploaded with purpose batch", "purpose를 batch로 지정하여 올린 파일이어야 합니다");
        }
        if (file.bytes() > BatchSettings.MOST_INPUT_BYTES) {
            throw Refusals.value(
                    INPUT,
                    "the file may have at most " + BatchSettings.MOST_INPUT_BYTES + " bytes",
                    "파일은 최대 " + BatchSettings.MOST_INPUT_BYTES + "바이트까지 가능합니다");
        }
        return file.id();
    }

    private static Map<String, String> metadata(JsonObject json) {
        Map<String, String> pairs = json.textsByName(METADATA, RequestMetadata.MAX_PAIRS);
        pairs.forEach((name, value) -> {
            if (!RequestMetadata.isName(name) || !RequestMetadata.isValue(value)) {
                throw Refusals.value(
                        METADATA + "." + name,
                        "a name of 1 to " + RequestMetadata.MAX_NAME_CHARACTERS + " and a value of at most "
                                + RequestMetadata.MAX_VALUE_CHARACTERS + " characters are expected",
                        "이름은 1자 이상 " + RequestMetadata.MAX_NAME_CHARACTERS + "자 이하, 값은 "
                                + RequestMetadata.MAX_VALUE_CHARACTERS + "자 이하여야 합니다");
            }
        });
        return pairs;
    }

    private static CallerId callerOf(Actor.OfTenant actor) {
        return switch (actor) {
            case Actor.ProjectKey key -> key.key();
            case Actor.Person person -> person.member().id();
            case Actor.TenantAdmin admin -> throw new ApiException(ApiError.of(ErrorCode.FORBIDDEN));
        };
    }

    /** What its lines would all be refused for is said at once. */
    private void requireStanding(TenantId tenant, CallerId caller, ProjectId project, BatchEndpoint endpoint) {
        StandingCallers.Finding finding = callers.find(tenant, caller, project, endpoint.family());
        while (finding instanceof StandingCallers.Later(var known)) {
            known.toCompletableFuture().join();
            finding = callers.find(tenant, caller, project, endpoint.family());
        }
    }

    /** The batches of a project, the newest first. */
    @Secured(Permissions.BATCHES_READ)
    @Get
    public Listing<BatchView> list(
            Authentication caller,
            HttpRequest<?> request,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        ProjectId project = projects.of(actor, request, Permissions.BATCHES_READ);
        PageQuery query = PageQuery.of(after, limit);
        BatchPage page = batches.list(actor.tenant(), project, query.afterId(BatchId::parse), query.limit());
        return Listing.of(new Page<>(page.batches(), page.more()), Batch::id, batch -> view(actor.tenant(), batch));
    }

    /** How a batch stands. */
    @Secured(Permissions.BATCHES_READ)
    @Get("/{id}")
    public BatchView find(Authentication caller, String id) {
        return view(Actor.ofTenant(caller).tenant(), found(caller, id, Permissions.BATCHES_READ));
    }

    /** Ends it: what was answered is in its output, and nothing more is. */
    @Secured(Permissions.BATCHES_WRITE)
    @Post("/{id}/cancel")
    public BatchView cancel(Authentication caller, String id) {
        Batch batch = found(caller, id, Permissions.BATCHES_WRITE);
        TenantId tenant = Actor.ofTenant(caller).tenant();
        if (batch.state().isEnded()) {
            throw ended(batch);
        }
        return audit.changed(
                AuditType.BATCH_CANCELLED, Whose.of(tenant, batch.asked().project()), view(tenant, batch), () -> {
                    Batch decided = batches.cancel(tenant, batch.id());
                    if (decided.state() != BatchState.CANCELLING && decided.state() != BatchState.CANCELLED) {
                        throw ended(decided);
                    }
                    runner.cancelled(tenant, batch.id());
                    return view(tenant, decided);
                });
    }

    private static ApiException ended(Batch batch) {
        return new ApiException(ApiError.of(
                ErrorCode.BATCH_ENDED, batch.id().text(), batch.state().word()));
    }

    private BatchView view(TenantId tenant, Batch batch) {
        return BatchView.of(batch, batches.counts(tenant, batch));
    }

    private Batch found(Authentication caller, String id, String permission) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        return PathIds.find(
                id,
                BatchId::parse,
                Thing.BATCH,
                batch -> batches.find(actor.tenant(), batch)
                        .filter(found -> actor.sees(found.asked().project(), permission)));
    }
}
