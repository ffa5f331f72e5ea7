package cloud.hanok.api.files;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.content.file.FilePage;
import cloud.hanok.content.file.Files;
import cloud.hanok.content.file.ListedFile;
import cloud.hanok.content.file.StoredFile;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.request.Page;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Files that are kept: of a key's project, or of one that a member builds in. To anybody else they are not there. */
@Controller("/v1/files")
public final class FilesController {
    private static final String FILE = "file";

    private final Files files;
    private final AskedProject projects;
    private final Transfers transfers;
    private final Audit audit;
    private final ExecutorService reads;

    FilesController(
            Files files,
            AskedProject projects,
            Transfers transfers,
            Audit audit,
            @Named(TaskExecutors.BLOCKING) ExecutorService reads) {
        this.files = files;
        this.projects = projects;
        this.transfers = transfers;
        this.audit = audit;
        this.reads = reads;
    }

    /** Keeps a file, which passes through as it comes. */
    @Secured(Permissions.FILES_WRITE)
    @Consumes(MediaType.ALL)
    @Post
    public FileView create(Authentication caller, HttpRequest<?> request, @Body InputStream body) {
        try (IncomingBody incoming = new IncomingBody(body);
                Transfers.Transfer _ = transfers.incoming()) {
            Actor.OfTenant actor = Actor.ofTenant(caller);
            ProjectId project = projects.of(actor, request, Permissions.FILES_WRITE);
            TenantId tenant = actor.tenant();
            MultipartForm form = MultipartForm.of(request.getContentType().orElse(null), incoming.stream());
            return audit.made(
                    AuditType.FILE_CREATED,
                    Whose.of(tenant, project),
                    () -> FileView.of(received(tenant, project, form)));
        }
    }

    /** What a file is may be said behind it, so it is received first. */
    private StoredFile received(TenantId tenant, ProjectId project, MultipartForm form) {
        var fields = new FileFields();
        Files.Received content = null;
        boolean kept = false;
        try {
            for (Optional<MultipartForm.Field> next = form.next(); next.isPresent(); next = form.next()) {
                MultipartForm.Field field = next.get();
                switch (field.name()) {
                    case FILE -> {
                        if (content != null) {
                            throw Refusals.value(FILE, "one file at a time is sent", "파일은 한 번에 하나만 보낼 수 있습니다");
                        }
                        fields.name(FILE, field.filename().orElse(""));
                        content = files.receive(tenant, field.content());
                    }
                    case FileFields.PURPOSE -> fields.purpose(field.text());
                    case FileFields.ANCHOR -> fields.anchor(field.text());
                    case FileFields.SECONDS -> fields.seconds(field.text());
                    default -> {
                        // Passed over, as in every request.
                    }
                }
            }
            if (content == null) {
                throw Refusals.missing(FILE);
            }
            StoredFile file = files.keep(tenant, fields.file(project, FILE), content);
            kept = true;
            return file;
        } catch (IOException clientLeft) {
            throw MultipartForm.brokenOff(clientLeft);
        } finally {
            if (content != null && !kept) {
                files.discard(tenant, content);
            }
        }
    }

    /** The files of a project, the newest first unless it is said otherwise. */
    @Secured(Permissions.FILES_READ)
    @Get
    public Listing<FileView> list(
            Authentication caller,
            HttpRequest<?> request,
            @QueryValue @Nullable String after,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String order,
            @QueryValue @Nullable String purpose) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        ProjectId project = projects.of(actor, request, Permissions.FILES_READ);
        FilePage page = files.list(actor.tenant(), project, FileQueries.of(after, limit, order, purpose));
        return Listing.of(new Page<>(page.files(), page.more()), ListedFile::id, FileView::of);
    }

    /** What a file is. */
    @Secured(Permissions.FILES_READ)
    @Get("/{id}")
    public FileView find(Authentication caller, String id) {
        return FileView.of(kept(caller, id, Permissions.FILES_READ));
    }

    /** What is in it, as it was sent. */
    @Secured(Permissions.FILES_READ)
    @Produces(MediaType.ALL)
    @Get("/{id}/content")
    public HttpResponse<OutgoingBody> content(Authentication caller, HttpRequest<?> request, String id) {
        StoredFile file = kept(caller, id, Permissions.FILES_READ);
        Optional<ByteRange> range = ByteRange.of(request.getHeaders().get(HttpHeaders.RANGE), file.bytes());
        long length = range.map(ByteRange::length).orElse(file.bytes());
        MutableHttpResponse<OutgoingBody> answer = HttpResponse.<OutgoingBody>ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .contentLength(length)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .header(HttpHeaders.ACCEPT_RANGES, "bytes")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename*=" + ExtendedValue.encode(file.name()));
        range.ifPresent(part -> answer.status(HttpStatus.PARTIAL_CONTENT)
                .header(
                        HttpHeaders.CONTENT_RANGE,
                        "bytes " + part.from() + "-" + (part.from() + part.length() - 1) + "/" + file.bytes()));
        answer.getHeaders().lastModified(file.createdAt().toEpochMilli());
        return request.getMethod() == HttpMethod.HEAD
                ? answer
                : answer.body(outgoing(
                        Actor.ofTenant(caller).tenant(),
                        file,
                        range.map(ByteRange::from).orElse(0L),
                        length));
    }

    private OutgoingBody outgoing(TenantId tenant, StoredFile file, long from, long length) {
        Transfers.Transfer transfer = transfers.outgoing();
        try {
            return new OutgoingBody(files.open(tenant, file, from), length, transfer, reads);
        } catch (RuntimeException notThere) {
            transfer.close();
            throw notThere;
        }
    }

    /** Deletes it, in every copy. */
    @Secured(Permissions.FILES_WRITE)
    @Delete("/{id}")
    public DeletedFile delete(Authentication caller, String id) {
        StoredFile file = kept(caller, id, Permissions.FILES_WRITE);
        TenantId tenant = Actor.ofTenant(caller).tenant();
        audit.removed(
                AuditType.FILE_DELETED,
                Whose.of(tenant, file.project()),
                FileView.of(file),
                () -> files.delete(tenant, file.id()));
        return new DeletedFile(file.id().text(), FILE, true);
    }

    /**
     * What is left of a file.
     *
     * @param object always {@code file}
     * @param deleted always true
     */
    public record DeletedFile(String id, String object, boolean deleted) {}

    private StoredFile kept(Authentication caller, String id, String permission) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        return PathIds.find(
                id,
                FileId::parse,
                Thing.FILE,
                file -> files.find(actor.tenant(), file).filter(kept -> actor.sees(kept.project(), permission)));
    }
}
