package cloud.hanok.api.sites;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.cluster.site.Site;
import cloud.hanok.cluster.site.Sites;
import cloud.hanok.platform.id.SiteId;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Data centres. */
@Controller("/platform/v1/sites")
public final class SitesController {
    private final Sites sites;
    private final Audit audit;

    public SitesController(Sites sites, Audit audit) {
        this.sites = sites;
        this.audit = audit;
    }

    /** Records one. */
    @Secured(Permissions.SITES_WRITE)
    @Post
    public HttpResponse<SiteView> create(
            @Body byte @Nullable [] body, @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        JsonObject fields = JsonObject.of(body);
        String name = fields.text("name");
        String country = fields.text("country");
        String operator = fields.text("operator");
        fields.end();
        return HttpResponse.created(audit.made(
                AuditType.SITE_CREATED,
                Whose.PLATFORM,
                () -> SiteView.of(sites.create(name, country, operator, idempotencyKey))));
    }

    /** Those there are, by name. */
    @Secured(Permissions.SITES_READ)
    @Get
    public Listing<SiteView> list(@QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        return Listing.of(sites.list(), PageQuery.of(after, limit), Site::id, SiteView::of);
    }

    /** One. */
    @Secured(Permissions.SITES_READ)
    @Get("/{id}")
    public SiteView find(String id) {
        return SiteView.of(PathIds.find(id, SiteId::parse, Thing.SITE, sites::find));
    }

    /** A site as it is sent. */
    public record SiteView(String object, String id, String name, String country, String operator, Instant createdAt)
            implements Audited {
        static SiteView of(Site site) {
            return new SiteView(
                    "site", site.id().text(), site.name(), site.country(), site.operator(), site.createdAt());
        }
    }
}
