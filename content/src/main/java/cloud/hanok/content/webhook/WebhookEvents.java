package cloud.hanok.content.webhook;

import cloud.hanok.platform.id.Id;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;

/** Where it is said what happened, for those endpoints that want to be told. */
public interface WebhookEvents {
    /**
     * Says what happened to a thing of a project. Once this returned, every endpoint of the project that is on and asks for the type is
     * told, whatever becomes of this process. To be called before the last write of the change that it is about, by whoever does that
     * write again after a crash: what is said again is the same event, and is not sent again.
     *
     * <p>Blocks. The first attempt is made about a second later, so that the change can be seen by then.
     *
     * @param object the thing's id
     * @param at when it happened
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it is not known to be kept; say it again
     * @throws cloud.hanok.platform.vault.VaultUnavailableException the same
     */
    void put(TenantId tenant, ProjectId project, WebhookEventType type, Id object, Instant at);

    /**
     * Whether any endpoint of a project is told of anything: for whoever would have to find out what happened before saying it. Blocks,
     * and throws what {@link #put} throws.
     */
    boolean isAwaited(TenantId tenant, ProjectId project);

    /** Tells nobody. */
    static WebhookEvents none() {
        return new WebhookEvents() {
            @Override
            public void put(TenantId tenant, ProjectId project, WebhookEventType type, Id object, Instant at) {}

            @Override
            public boolean isAwaited(TenantId tenant, ProjectId project) {
                return false;
            }
        };
    }
}
