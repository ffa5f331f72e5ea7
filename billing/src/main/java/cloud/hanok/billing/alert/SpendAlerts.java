package cloud.hanok.billing.alert;

import cloud.hanok.billing.BillingProblem;
import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.billing.usage.UsageWork;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.SpendAlertId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Alerts of what tenants and projects spend in a month of Seoul's calendar; {@link SpendAlertWorker} tells them. Blocks.
 *
 * <p>Every method throws {@link StoreUnavailableException} when Cassandra does not answer, and
 * {@link cloud.hanok.platform.vault.VaultUnavailableException} when the key store is needed and does not.
 */
public final class SpendAlerts {
    /** Alerts of a tenant as a whole, and of each of its projects: each is looked at whenever something is spent. */
    public static final int MAX_IN_SCOPE = 20;

    /** A decision that another overtook is made again on what is there then. */
    private static final int MAX_ATTEMPTS = 10;

    private final SpendAlertRows rows;
    private final AlertChannelSeal seal;
    private final UsageWork work;
    private final Ulids ulids;
    private final Clock clock;

    public SpendAlerts(Keyspaces keyspaces, Envelopes envelopes, Ulids ulids, Clock clock) {
        this.rows = new SpendAlertRows(keyspaces);
        this.seal = new AlertChannelSeal(envelopes);
        this.work = new UsageWork(keyspaces, clock);
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Makes one.
     *
     * @param project whose spending it is, the tenant's own; null for the whole tenant's
     * @param thresholdWon in won, from 1 to 9 billion
     * @throws BillingProblemException when there are {@link #MAX_IN_SCOPE} already
     */
    public SpendAlert create(TenantId tenant, @Nullable ProjectId project, long thresholdWon, AlertChannel channel) {
        SpendAlertId id = new SpendAlertId(ulids.next());
        Instant now = now();
        var alert = new StoredAlert(id, tenant, project, thresholdWon, seal.seal(tenant, id, channel), now, null);
        askForLook(tenant, now);
        decided(tenant, () -> found(alert).isPresent(), () -> {
            if (rows.ofScope(tenant, alert.scope()).size() >= MAX_IN_SCOPE) {
                throw new BillingProblemException(new BillingProblem.TooManySpendAlerts(MAX_IN_SCOPE));
            }
            return rows.inserting(alert);
        });
        return new SpendAlert(id, tenant, project, thresholdWon, channel);
    }

    /** Those of a scope, in the order they were made: at most {@link #MAX_IN_SCOPE}. */
    public List<SpendAlert> list(TenantId tenant, @Nullable ProjectId project) {
        return rows.ofScope(tenant, StoredAlert.scopeOf(project)).stream()
                .map(this::opened)
                .toList();
    }

    /** The one of a scope that has this id. */
    public Optional<SpendAlert> find(TenantId tenant, @Nullable ProjectId project, SpendAlertId id) {
        return rows.find(tenant, StoredAlert.scopeOf(project), id).map(this::opened);
    }

    /**
     * Sets threshold and recipients. What is spent already is told at the next look, unless a mail of this month said so.
     *
     * @param alert as found
     * @throws BillingProblemException when it was deleted meanwhile
     */
    public SpendAlert change(SpendAlert alert, long thresholdWon, AlertChannel channel) {
        Instant now = now();
        var changed = new StoredAlert(
                alert.id(),
                alert.tenant(),
                alert.project(),
                thresholdWon,
                seal.seal(alert.tenant(), alert.id(), channel),
                now,
                null);
        askForLook(alert.tenant(), now);
        decided(alert.tenant(), () -> found(changed).filter(changed::isSetAs).isPresent(), () -> {
            if (found(changed).isEmpty()) {
                throw new BillingProblemException(
                        new BillingProblem.UnknownSpendAlert(alert.id().text()));
            }
            return rows.changing(changed);
        });
        return new SpendAlert(alert.id(), alert.tenant(), alert.project(), thresholdWon, channel);
    }

    /** Deletes one; nothing happens when it is gone. */
    public void delete(SpendAlert alert) {
        String scope = StoredAlert.scopeOf(alert.project());
        decided(
                alert.tenant(),
                () -> rows.find(alert.tenant(), scope, alert.id()).isEmpty(),
                () -> rows.deleting(alert.tenant(), scope, alert.id()));
    }

    /** @param stands whether a decision whose answer was lost was made */
    private void decided(TenantId tenant, BooleanSupplier stands, Supplier<BoundWrite> change) {
        boolean unanswered = false;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            // Read before what is decided on: whatever changes that afterwards moves the version.
            Long version = rows.version(tenant);
            if (unanswered && stands.getAsBoolean()) {
                return;
            }
            switch (rows.decide(tenant, version, change.get())) {
                case DecisionOutcome.Applied() -> {
                    return;
                }
                case DecisionOutcome.Refused _ -> {
                    // Another change came first: decided again on what it left.
                }
                case DecisionOutcome.Unknown _ -> unanswered = true;
            }
        }
        throw new StoreUnavailableException(
                "the alerts of " + tenant + " were changed by others all the time",
                new IllegalStateException("contended"));
    }

    private Optional<StoredAlert> found(StoredAlert alert) {
        return rows.find(alert.tenant(), alert.scope(), alert.id());
    }

    /**
     * What is spent already may be enough, though nobody spends anything now. Noted before it is decided, so that a decision is
     * never left without it: whoever looks goes on for longer than a decision takes.
     */
    private void askForLook(TenantId tenant, Instant now) {
        work.note(tenant, now.truncatedTo(ChronoUnit.HOURS));
    }

    private SpendAlert opened(StoredAlert alert) {
        AlertChannel channel =
                seal.open(alert.tenant(), alert.id(), alert.channel()).orElse(AlertChannel.ERASED);
        return new SpendAlert(alert.id(), alert.tenant(), alert.project(), alert.thresholdWon(), channel);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
