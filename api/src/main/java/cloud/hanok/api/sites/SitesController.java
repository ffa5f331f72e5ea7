package cloud.hanok.api.sites;

import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.http.PathIds;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Roles;
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
@Secured(Roles.PLATFORM_OPERATOR)
public final class SitesController {
    private final Sites sites;

    public SitesController(Sites sites) {
        this.sites = sites;
    }

    /** Records one. */
    @Post
    public HttpResponse<SiteView> create(
            @Body byte @Nullable [] body, @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        JsonObject fields = JsonObject.of(body);
        String name = fields.text("name");
        String country = fields.text("country");
        String operator = fields.text("operator");
        fields.end();
        return HttpResponse.created(SiteView.of(sites.create(name, country, operator, idempotencyKey)));
    }

    /** Those there are, by name. */
    @Get
    public Listing<SiteView> list(@QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        return Listing.of(sites.list(), PageQuery.of(after, limit), Site::id, SiteView::of);
    }

    /** One. */
    @Get("/{id}")
    public SiteView find(String id) {
        return SiteView.of(PathIds.find(id, SiteId::parse, Thing.SITE, sites::find));
    }

    /** A site as it is sent. */
    public record SiteView(String object, String id, String name, String country, String operator, Instant createdAt) {
        static SiteView of(Site site) {
            return new SiteView(
                    "site", site.id().text(), site.name(), site.country(), site.operator(), site.createdAt());
        }
    }
}
