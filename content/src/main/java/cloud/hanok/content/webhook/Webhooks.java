package cloud.hanok.content.webhook;

import cloud.hanok.content.webhook.Webhook.Disabled;
import cloud.hanok.content.webhook.WebhookRows.Stored;
import cloud.hanok.platform.id.Id;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.id.WebhookDeliveryId;
import cloud.hanok.platform.id.WebhookEventId;
import cloud.hanok.platform.id.WebhookId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints of projects, what they are to be told, and what was sent to them. {@link WebhookSender} sends it.
 *
 * <p>Every method blocks, and throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} or {@link
 * cloud.hanok.platform.vault.VaultUnavailableException} when it could not be done; where it writes, it may have been done all the same.
 */
public final class Webhooks implements WebhookEvents {
    /** How long a secret signs beside the one that replaced it, where that is asked for; as OpenAI's. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    /** Before the first attempt, so that what an event tells of can be seen by then. */
    static final Duration FIRST_AFTER = Duration.ofSeconds(1);

    /** How often a change is tried when others change the same endpoint at the same moment. */
    private static final int TRIES = 4;

    private final WebhookRows rows;
    private final WaitingEvents waiting;
    private final DeliveryLog log;
    private final Ulids ulids;
    private final SecureRandom random;
    private final Clock clock;

    Webhooks(WebhookRows rows, WaitingEvents waiting, DeliveryLog log, Ulids ulids, SecureRandom random, Clock clock) {
        this.rows = rows;
        this.waiting = waiting;
        this.log = log;
        this.ulids = ulids;
        this.random = random;
        this.clock = clock;
    }

    /** An endpoint with its secret, which is given this once. */
    public record WithSecret(Webhook webhook, WebhookSecret secret) {}

    /**
     * Makes one.
     *
     * @param url that may be called
     * @throws WebhookProblemException when the project, or the tenant, has as many as it may
     */
    public WithSecret create(
            TenantId tenant, ProjectId project, String name, String url, Set<WebhookEventType> events) {
        if (rows.list(tenant, project).size() >= Webhook.MOST_OF_PROJECT
                || rows.count(tenant) >= Webhook.MOST_OF_TENANT) {
            throw new WebhookProblemException(new WebhookProblem.TooMany());
        }
        WebhookSecret secret = WebhookSecret.draw(random);
        Instant now = now();
        var webhook = new Webhook(
                new WebhookId(ulids.next()),
                project,
                name,
                url,
                events,
                now,
                now,
                Optional.empty(),
                secret.hint(),
                Optional.empty());
        rows.insert(tenant, new Stored(webhook, secret, null, 1));
        return new WithSecret(webhook, secret);
    }

    /** Those of a project, in the order they were made. */
    public List<Webhook> list(TenantId tenant, ProjectId project) {
        return rows.list(tenant, project).stream().map(Stored::webhook).toList();
    }

    /** One of a tenant. */
    public Optional<Webhook> find(TenantId tenant, WebhookId id) {
        return rows.find(tenant, id).map(Stored::webhook);
    }

    /**
     * What is to be changed; null for what stays.
     *
     * @param enabled one that is enabled again is told of what happens from then on
     */
    public record Change(
            @Nullable String name,
            @Nullable String url,
            @Nullable Set<WebhookEventType> events,
            @Nullable Boolean enabled) {
        private Webhook of(Webhook it, Instant at) {
            Optional<Disabled> disabled = it.disabled();
            if (enabled != null) {
                disabled = enabled ? Optional.empty() : Optional.of(disabled.orElse(Disabled.REQUESTED));
            }
            return it.changed(
                    name == null ? it.name() : name,
                    url == null ? it.url() : url,
                    events == null ? it.events() : events,
                    disabled,
                    at);
        }
    }

    /** Changes one; empty when it is not there. */
    public Optional<Webhook> change(TenantId tenant, WebhookId id, Change change) {
        return changed(
                        tenant,
                        id,
                        it -> new Stored(change.of(it.webhook(), now()), it.secret(), it.oldSecret(), it.version()))
                .map(Stored::webhook);
    }

    /**
     * Gives one another secret; empty when it is not there.
     *
     * @param overlap how long the one before signs too; an older one no longer does
     */
    public Optional<WithSecret> rotate(TenantId tenant, WebhookId id, Duration overlap) {
        WebhookSecret secret = WebhookSecret.draw(random);
        Optional<Instant> until = overlap.isZero() ? Optional.empty() : Optional.of(now().plus(overlap));
        return changed(
                        tenant,
                        id,
                        it -> new Stored(
                                it.webhook().rotated(secret, until, now()),
                                secret,
                                until.isPresent() ? it.secret() : null,
                                it.version()))
                .map(stored -> new WithSecret(stored.webhook(), secret));
    }

    /** Sends nothing more to one that answered that it is gone. */
    void disableGone(TenantId tenant, Webhook webhook) {
        changed(tenant, webhook.id(), it -> {
            Webhook now = it.webhook();
            boolean moved = !now.url().equals(webhook.url());
            Optional<Disabled> disabled = moved ? now.disabled() : Optional.of(Disabled.GONE);
            return new Stored(
                    now.changed(now.name(), now.url(), now.events(), disabled, now()),
                    it.secret(),
                    it.oldSecret(),
                    it.version());
        });
    }

    private Optional<Stored> changed(TenantId tenant, WebhookId id, UnaryOperator<Stored> into) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Stored> found = rows.find(tenant, id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Stored after = into.apply(found.get());
            if (after.secret().equals(found.get().secret())
                    && after.webhook().isSame(found.get().webhook())) {
                return found;
            }
            if (rows.update(tenant, found.get(), after)) {
                return Optional.of(after);
            }
        }
        throw new WebhookProblemException(new WebhookProblem.ChangedMeanwhile(id));
    }

    /** Deletes one, with its secrets, what it was to be told, and its log; nothing where there is none. */
    public void delete(TenantId tenant, WebhookId id) {
        forget(tenant, id);
        rows.delete(tenant, id);
        // What was written meanwhile; without the endpoint nobody finds it, and it lives for days at most.
        forget(tenant, id);
    }

    /** Deletes all of a tenant, as {@link #delete} does; those too that cannot be read any more. */
    public void deleteAll(TenantId tenant) {
        rows.ids(tenant).forEach(id -> delete(tenant, id));
    }

    private void forget(TenantId tenant, WebhookId id) {
        waiting.deleteAll(tenant, id);
        log.deleteAll(tenant, id);
    }

    @Override
    public void put(TenantId tenant, ProjectId project, WebhookEventType type, Id object, Instant at) {
        WebhookEvent event = WebhookEvent.of(type, object, at);
        for (Stored each : rows.list(tenant, project)) {
            Webhook webhook = each.webhook();
            if (webhook.disabled().isEmpty() && webhook.events().contains(type)) {
                waiting.put(tenant, webhook, event, now().plus(FIRST_AFTER));
            }
        }
    }

    @Override
    public boolean isAwaited(TenantId tenant, ProjectId project) {
        return rows.list(tenant, project).stream()
                .anyMatch(each -> each.webhook().disabled().isEmpty());
    }

    /** Attempts, the newest first. */
    public List<WebhookDelivery> deliveries(
            TenantId tenant, Webhook webhook, @Nullable WebhookDeliveryId after, int most) {
        return log.list(tenant, webhook.id(), after, most);
    }

    /** One attempt. */
    public Optional<WebhookDelivery> delivery(TenantId tenant, Webhook webhook, WebhookDeliveryId id) {
        return log.find(tenant, webhook.id(), id);
    }

    /**
     * Sends an event again, with all attempts that a new one has.
     *
     * @return false when what it was is not known any more
     * @throws WebhookProblemException when the endpoint is disabled
     */
    public boolean again(TenantId tenant, Webhook webhook, WebhookEventId event) {
        requireEnabled(webhook);
        return waiting.again(tenant, webhook.id(), event, now());
    }

    static void requireEnabled(Webhook webhook) {
        if (webhook.disabled().isPresent()) {
            throw new WebhookProblemException(new WebhookProblem.IsDisabled(webhook.id()));
        }
    }

    /** To the millisecond, as it is stored. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
