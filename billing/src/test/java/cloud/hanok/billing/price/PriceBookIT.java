package cloud.hanok.billing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.billing.BillingKeyspace;
import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.billing.SettableClock;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.Ulids;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PriceBookIT {
    private final Instant now = Instant.now();
    private final SettableClock clock = new SettableClock(now);
    private final Keyspaces keyspaces = BillingKeyspace.keyspaces();
    private final Ulids ulids = new Ulids(clock, new SecureRandom());
    private final ChangeFeed feed = newFeed();
    private final ChangeFeed otherFeed = newFeed();
    private final PriceBook book = newBook(feed);
    private final PriceBook elsewhere = newBook(otherFeed);
    private final DeploymentId deployment = new DeploymentId(ulids.next());

    @AfterEach
    void close() {
        BillingKeyspace.session().heal();
        feed.close();
        otherFeed.close();
    }

    @Test
    void aPriceOnceGivenIsFoundByItsIdForEver() throws Exception {
        TokenPrice first = book.publish(deployment, new NewPrice(1, 2, 3), now);
        TokenPrice second = book.publish(deployment, new NewPrice(4, 5, 6), now.plusSeconds(60));

        assertThat(book.find(first.id())).isEqualTo(first);
        assertThat(elsewhere.find(first.id())).isNull();
        assertThat(elsewhere.load(first.id()).toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isEqualTo(first);
        assertThat(elsewhere.find(first.id())).isEqualTo(first);
        assertThat(elsewhere.read(second.id())).contains(second);
        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void aPriceTakesForceAtItsInstantAndOneOfTheSameInstantReplacesTheEarlier() throws Exception {
        TokenPrice first = book.publish(deployment, new NewPrice(1, 1, 1), now);
        clock.set(now.plusMillis(5));
        TokenPrice corrected = book.publish(deployment, new NewPrice(2, 2, 2), now);
        TokenPrice later = book.publish(deployment, new NewPrice(3, 3, 3), now.plusSeconds(60));

        PriceSchedule schedule = schedule(book);
        assertThat(schedule.newestFirst()).containsExactly(later, corrected, first);
        assertThat(schedule.at(now.minusSeconds(1))).isEmpty();
        assertThat(schedule.at(now)).contains(corrected);
        assertThat(schedule.at(now.plusSeconds(60).minusMillis(1))).contains(corrected);
        assertThat(schedule.at(now.plusSeconds(60))).contains(later);
    }

    @Test
    void aPricePublishedElsewhereIsSeenAfterTheNextPoll() throws Exception {
        assertThat(schedule(elsewhere).newestFirst()).isEmpty();
        TokenPrice price = book.publish(deployment, new NewPrice(1, 1, 1), now);
        otherFeed.poll();
        assertThat(schedule(elsewhere).at(now)).contains(price);
    }

    @Test
    void thePriceOfABatchIsFoundByItsIdThoughItWasNeverStored() {
        TokenPrice published = book.publish(deployment, new NewPrice(1_000_001, 250_000, 4_000_000), now);

        assertThat(newBook(newFeed()).read(published.id().ofBatch()))
                .contains(new TokenPrice(published.id().ofBatch(), 500_000, 125_000, 2_000_000, now));
        assertThat(book.read(new PriceId(ulids.next()).ofBatch())).isEmpty();
    }

    @Test
    void anUnknownPriceAndAnAbsentStoreAreToldApart() {
        PriceId unknown = new PriceId(ulids.next());
        assertThatThrownBy(() -> book.load(unknown).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(BillingProblemException.class)
                .hasMessageContaining("price_not_found");

        BillingKeyspace.session().fail(cql -> cql.contains("token_price"), Fault.REFUSED, 1);
        assertThatThrownBy(() -> book.load(unknown).toCompletableFuture().join())
                .hasCauseInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> book.publish(deployment, new NewPrice(-1, 0, 0), now))
                .hasMessageContaining("inputNanoWon");
    }

    private PriceSchedule schedule(PriceBook of) throws Exception {
        Lookup<PriceSchedule> lookup = of.schedule(deployment);
        if (lookup instanceof Lookup.Pending<PriceSchedule>(var answer)) {
            lookup = answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        return ((Lookup.Found<PriceSchedule>) lookup).value();
    }

    private ChangeFeed newFeed() {
        return new ChangeFeed(keyspaces, clock, ChangeFeedSettings.of(CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
    }

    private PriceBook newBook(ChangeFeed of) {
        return new PriceBook(
                new PriceStore(keyspaces),
                new ChangeLog(keyspaces, ulids),
                of,
                ulids,
                clock,
                Thread::startVirtualThread);
    }
}
