package cloud.hanok.billing.price;

import cloud.hanok.billing.BillingProblem;
import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.Ulids;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The prices of deployments. Publishing and histories block; {@link #find} and {@link #load} may be called anywhere. */
public final class PriceBook {
    private final PriceStore store;
    private final Ulids ulids;
    private final Clock clock;
    private final Executor loads;
    private final ConcurrentHashMap<PriceId, TokenPrice> known = new ConcurrentHashMap<>();

    /**
     * @param loads runs blocking reads; a virtual thread for each will do
     */
    public PriceBook(PriceStore store, Ulids ulids, Clock clock, Executor loads) {
        this.store = store;
        this.ulids = ulids;
        this.clock = clock;
        this.loads = loads;
    }

    /**
     * Publishes a price for a deployment under a new id. Older prices stay, for the events that carry them.
     *
     * @param from in force from here on; an instant in the past means from now on, for events are never priced again
     * @throws BillingProblemException {@code price_out_of_range}
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it was not acknowledged
     */
    public TokenPrice publish(DeploymentId deployment, NewPrice price, Instant from) {
        TokenPrice published = new TokenPrice(
                new PriceId(ulids.next()), price.inputNanoWon(), price.cachedNanoWon(), price.outputNanoWon(), from);
        store.insert(deployment, published, clock.instant());
        known.put(published.id(), published);
        return published;
    }

    /** [event loop] The price with this id when it is in memory, else null: then {@link #load} it. */
    public @Nullable TokenPrice find(PriceId id) {
        return known.get(id);
    }

    /**
     * [event loop] Brings a price into memory.
     *
     * @return the price; or fails with {@link BillingProblemException} ({@code price_not_found}) or
     *     {@link cloud.hanok.platform.cassandra.StoreUnavailableException}
     */
    public CompletionStage<TokenPrice> load(PriceId id) {
        return CompletableFuture.supplyAsync(() -> require(id), loads);
    }

    /** The price with this id, from memory or the store. Blocks. */
    public Optional<TokenPrice> read(PriceId id) {
        TokenPrice price = known.get(id);
        return price == null ? store.find(id) : Optional.of(price);
    }

    /** A deployment's prices, the one that takes force last first. Blocks. */
    public List<TokenPrice> history(DeploymentId deployment) {
        return store.history(deployment);
    }

    private TokenPrice require(PriceId id) {
        TokenPrice price = store.find(id)
                .orElseThrow(() -> new BillingProblemException(new BillingProblem.UnknownPrice(id.text())));
        known.put(id, price);
        return price;
    }
}
