package cloud.hanok.cluster.site;

import cloud.hanok.cluster.serving.ServingSite;
import cloud.hanok.platform.id.SiteId;
import java.time.Instant;

/**
 * A data centre. Immutable: one that changes its operator or jurisdiction is another site.
 *
 * @param id names it
 * @param name unique, for people
 * @param country its jurisdiction, ISO 3166-1 alpha-2
 * @param operator who runs it
 * @param createdAt when it was recorded
 */
public record Site(SiteId id, String name, String country, String operator, Instant createdAt) {
    /** What the gateway needs to know of it. */
    public ServingSite serving() {
        return new ServingSite(id, name, country, operator);
    }
}
