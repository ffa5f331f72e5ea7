package cloud.hanok.api.files;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.content.file.FileSettings;
import cloud.hanok.content.file.NewUpload;
import cloud.hanok.content.file.Part;
import cloud.hanok.content.file.StoredFile;
import cloud.hanok.content.file.Upload;
import cloud.hanok.content.file.Uploads;
import cloud.hanok.platform.id.PartId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.UploadId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files that come in parts: of a key's project, or of one that a member builds in. */
@Controller("/v1/uploads")
@Secured(Permissions.FILES_WRITE)
public final class UploadsController {
    private static final String DATA = "data";
    private static final String EXPIRES_AFTER = "expires_after";
    private static final int MOST_TYPE_CHARACTERS = 255;
    private static final int MOST_GIVEN_NAME_CHARACTERS = 1_024;
    private static final int ID_CHARACTERS = 64;
    private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

    private final Uploads uploads;
    private final AskedProject projects;
    private final Transfers transfers;
    private final Audit audit;

    UploadsController(Uploads uploads, AskedProject projects, Transfers transfers, Audit audit) {
        this.uploads = uploads;
        this.projects = projects;
        this.transfers = transfers;
        this.audit = audit;
    }

    /** Begins an upload. */
    @Post
    public UploadView create(Authentication caller, HttpRequest<?> request, @Body byte @Nullable [] body) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        ProjectId project = projects.of(actor, request, Permissions.FILES_WRITE);
        NewUpload asked = asked(project, JsonObject.of(body));
        TenantId tenant = actor.tenant();
        return audit.made(
                AuditType.UPLOAD_CREATED, Whose.of(tenant, project), () -> UploadView.of(uploads.begin(tenant, asked)));
    }

    private static NewUpload asked(ProjectId project, JsonObject json) {
        var fields = new FileFields();
        fields.name("filename", json.text("filename", MOST_GIVEN_NAME_CHARACTERS));
        fields.purpose(json.text(FileFields.PURPOSE));
        json.text("mime_type", MOST_TYPE_CHARACTERS);
        long bytes = json.integer("bytes", 1, FileSettings.MOST_UPLOAD_BYTES);
        ExpiresAfter.of(json, EXPIRES_AFTER).ifPresent(fields::life);
        json.end();
        return new NewUpload(fields.file(project, "filename"), OptionalLong.of(bytes), NewUpload.OPEN);
    }

    /** Adds a part, which passes through as it comes. */
    @Consumes(MediaType.ALL)
    @Post("/{id}/parts")
    public PartView add(Authentication caller, HttpRequest<?> request, String id, @Body InputStream body) {
        try (IncomingBody incoming = new IncomingBody(body);
                Transfers.Transfer _ = transfers.incoming()) {
            Upload upload = found(caller, id);
            TenantId tenant = Actor.ofTenant(caller).tenant();
            MultipartForm form = MultipartForm.of(request.getContentType().orElse(null), incoming.stream());
            return audit.made(
                    AuditType.UPLOAD_PART_ADDED,
                    Whose.of(tenant, upload.file().project()),
                    () -> PartView.of(received(tenant, upload.id(), form), upload.id()));
        }
    }

    private Part received(TenantId tenant, UploadId upload, MultipartForm form) {
        Part part = null;
        try {
            for (Optional<MultipartForm.Field> next = form.next(); next.isPresent(); next = form.next()) {
                if (next.get().name().equals(DATA) && part == null) {
                    part = uploads.add(
                            tenant, upload, uploads.nextPart(), next.get().content());
                }
            }
        } catch (IOException clientLeft) {
            throw MultipartForm.brokenOff(clientLeft);
        }
        if (part == null) {
            throw Refusals.missing(DATA);
        }
        return part;
    }

    /** Makes the file of the parts, in the order that is said. */
    @Post("/{id}/complete")
    public UploadView complete(Authentication caller, String id, @Body byte @Nullable [] body) {
        Upload upload = found(caller, id);
        TenantId tenant = Actor.ofTenant(caller).tenant();
        JsonObject json = JsonObject.of(body);
        List<PartId> parts = parts(json.texts("part_ids", FileSettings.MOST_PARTS, ID_CHARACTERS));
        Optional<String> md5 = json.optionalText("md5", ID_CHARACTERS);
        if (md5.isPresent() && !MD5.matcher(md5.get()).matches()) {
            throw Refusals.value("md5", "32 hexadecimal digits are expected", "16진수 32자리여야 합니다");
        }
        json.end();
        return audit.changed(
                AuditType.UPLOAD_COMPLETED, Whose.of(tenant, upload.file().project()), UploadView.of(upload), () -> {
                    Optional<StoredFile> file = uploads.complete(tenant, upload.id(), parts, md5);
                    return UploadView.completed(upload, file);
                });
    }

    private static List<PartId> parts(List<String> texts) {
        if (texts.isEmpty()) {
            throw Refusals.empty("part_ids");
        }
        List<PartId> parts = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                parts.add(PartId.parse(texts.get(i)));
            } catch (IllegalArgumentException noId) {
                throw Refusals.value("part_ids[" + i + "]", "it is no part of this upload", "이 업로드의 파트가 아닙니다");
            }
        }
        return parts;
    }

    /** Ends it, and removes its parts. */
    @Post("/{id}/cancel")
    public UploadView cancel(Authentication caller, String id) {
        Upload upload = found(caller, id);
        TenantId tenant = Actor.ofTenant(caller).tenant();
        return audit.changed(
                AuditType.UPLOAD_CANCELLED,
                Whose.of(tenant, upload.file().project()),
                UploadView.of(upload),
                () -> UploadView.of(uploads.cancel(tenant, upload.id())));
    }

    private Upload found(Authentication caller, String id) {
        Actor.OfTenant actor = Actor.ofTenant(caller);
        return PathIds.find(
                id,
                UploadId::parse,
                Thing.UPLOAD,
                upload -> uploads.find(actor.tenant(), upload)
                        .filter(found -> actor.sees(found.file().project(), Permissions.FILES_WRITE)));
    }
}
