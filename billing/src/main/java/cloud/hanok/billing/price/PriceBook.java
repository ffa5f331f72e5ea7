package cloud.hanok.billing.price;

import cloud.hanok.billing.BillingProblem;
import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.change.FreshMap;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.Ulids;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The prices of deployments. Which price is in force changes, and is kept fresh by the change table; what a price id
 * stands for never does, so it is remembered without a bound on its age.
 */
public final class PriceBook {
    /** Deployments whose prices are kept in memory. */
    private static final int MAX_SCHEDULES = 10_000;

    /** Prices kept in memory, some 100 bytes each; beyond it all are forgotten, and those in use read again. */
    private static final int MAX_KNOWN = 50_000;

    private final PriceStore store;
    private final ChangeLog changes;
    private final Ulids ulids;
    private final Clock clock;
    private final Executor loads;
    private final FreshMap<DeploymentId, PriceSchedule> schedules;
    private final ConcurrentHashMap<PriceId, TokenPrice> known = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<PriceId, CompletableFuture<TokenPrice>> loading = new ConcurrentHashMap<>();

    /**
     * @param feed tells of prices published elsewhere
     * @param loads runs blocking reads; a virtual thread for each will do
     */
    public PriceBook(PriceStore store, ChangeLog changes, ChangeFeed feed, Ulids ulids, Clock clock, Executor loads) {
        this.store = store;
        this.changes = changes;
        this.ulids = ulids;
        this.clock = clock;
        this.loads = loads;
        this.schedules = new FreshMap<>(
                deployment -> Optional.of(store.history(deployment)),
                FreshnessBounds.shared(MAX_SCHEDULES),
                clock,
                loads);
        feed.subscribe(this::changed);
    }

    /**
     * Publishes a price for a deployment under a new id. Older prices stay, for the events that carry them. Blocks.
     *
     * @param from in force from here on; an instant in the past means from now on, for events are never priced again
     * @throws BillingProblemException {@code price_out_of_range}
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it was not acknowledged
     */
    public TokenPrice publish(DeploymentId deployment, NewPrice price, Instant from) {
        TokenPrice published = new TokenPrice(
                new PriceId(ulids.next()), price.inputNanoWon(), price.cachedNanoWon(), price.outputNanoWon(), from);
        store.insert(deployment, published, clock.instant());
        remember(published);
        schedules.invalidate(deployment);
        changes.publish(new Change(ChangeKind.PRICE, deployment.text()));
        return published;
    }

    /** [event loop] The price with this id when it is in memory, else null: then {@link #load} it. */
    public @Nullable TokenPrice find(PriceId id) {
        return known.get(id);
    }

    /**
     * [event loop] Brings a price into memory; one read at a time for each id.
     *
     * @return the price; or fails with {@link BillingProblemException} ({@code price_not_found}) or
     *     {@link cloud.hanok.platform.cassandra.StoreUnavailableException}. Completes on a thread of the loads' executor
     */
    public CompletionStage<TokenPrice> load(PriceId id) {
        TokenPrice price = known.get(id);
        if (price != null) {
            return CompletableFuture.completedStage(price);
        }
        CompletableFuture<TokenPrice> mine = new CompletableFuture<>();
        CompletableFuture<TokenPrice> running = loading.putIfAbsent(id, mine);
        if (running != null) {
            return running;
        }
        try {
            loads.execute(() -> load(id, mine));
        } catch (RuntimeException e) {
            loading.remove(id, mine);
            mine.completeExceptionally(e);
        }
        return mine;
    }

    /**
     * [event loop] The prices of a deployment over time. A deployment without any has an empty schedule.
     */
    public Lookup<PriceSchedule> schedule(DeploymentId deployment) {
        return schedules.lookup(deployment);
    }

    /**
     * The price with this id, from memory or the store. Blocks.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be read
     */
    public Optional<TokenPrice> read(PriceId id) {
        if (id.isOfBatch()) {
            return read(id.list()).map(TokenPrice::ofBatch);
        }
        TokenPrice price = known.get(id);
        if (price != null) {
            return Optional.of(price);
        }
        Optional<TokenPrice> stored = store.find(id);
        stored.ifPresent(this::remember);
        return stored;
    }

    private void load(PriceId id, CompletableFuture<TokenPrice> answer) {
        try {
            TokenPrice price =
                    read(id).orElseThrow(() -> new BillingProblemException(new BillingProblem.UnknownPrice(id.text())));
            loading.remove(id, answer);
            answer.complete(price);
        } catch (RuntimeException | Error e) {
            loading.remove(id, answer);
            answer.completeExceptionally(e);
        }
    }

    private void remember(TokenPrice price) {
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        known.put(price.id(), price);
    }

    private void changed(Change change) {
        if (change.kind() == ChangeKind.PRICE) {
            schedules.invalidate(DeploymentId.parse(change.entity()));
        }
    }
}
