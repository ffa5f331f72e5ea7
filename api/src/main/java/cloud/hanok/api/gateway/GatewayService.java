package cloud.hanok.api.gateway;

import cloud.hanok.api.egress.GuardedFetch;
import cloud.hanok.api.security.MemberCallers;
import cloud.hanok.billing.credit.CreditLines;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.usage.UsageStore;
import cloud.hanok.cluster.fairness.FairQueues;
import cloud.hanok.cluster.fairness.ServiceExchange;
import cloud.hanok.cluster.naming.AliasSet;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.compliance.guard.Guards;
import cloud.hanok.compliance.receipt.LogIdentity;
import cloud.hanok.compliance.receipt.ReceiptWriter;
import cloud.hanok.compliance.receipt.Salts;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.content.chat.Chats;
import cloud.hanok.content.conversation.Conversations;
import cloud.hanok.content.response.Responses;
import cloud.hanok.platform.answer.Answers;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.journal.Journal;
import cloud.hanok.platform.journal.JournalGauges;
import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.key.KeyCheck;
import cloud.hanok.tenant.key.KeyUse;
import cloud.hanok.tenant.limit.RateLimits;
import cloud.hanok.tenant.limit.TenantLimits;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.FastThreadLocal;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway of this process, from its journal's recovery to its orderly end. Made once all rooms it asks are there;
 * {@link #start()} settles what the last run left, begins to ship, and opens the door.
 */
public final class GatewayService implements AutoCloseable {
    /** Longer than a day's journal takes; meanwhile readiness says why. */
    private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(GatewayService.class);

    private final GatewayDoor door;
    private final Gateway gateway;
    private final JournalRecovery recovery;
    private final JournalShipper shipper;
    private final Leasing leasing;
    private final FairQueues queues;
    private final ServiceExchange served;

    /** Finds members by their tokens. */
    @FunctionalInterface
    public interface Members {
        /**
         * Who presents a token.
         *
         * @param project that they name, or null
         * @param from where
         * @throws cloud.hanok.api.error.ApiException when it is nobody who may ask
         */
        MemberCallers.Finding find(String token, @Nullable String project, IpAddress from);
    }

    /**
     * What the gateway asks the rooms; whatever is a function is called on event loops and never blocks.
     *
     * @param keys checks an API key that is presented for a use
     * @param members finds the member who presents a token
     * @param logs finds a tenant's log
     * @param prices a price that is in memory, else null
     * @param priceLoads brings a price into memory
     * @param directory what serves
     * @param aliases names that stand for others, of a tenant or, for null, of the shared pool
     * @param residency decides where a tenant may be served
     * @param credit holds amounts on tenants' credit
     * @param limits of a tenant
     * @param rates of all tenants at this gateway
     * @param queues of the deployments
     * @param images fetches images that requests name by address; null where that is not done
     * @param guards look at prompts and answers
     * @param answers to requests with an idempotency key; blocks, and is asked on threads that may
     * @param responses that are kept; the same
     * @param background answers that nobody waits for; the same
     */
    public record Rooms(
            BiFunction<CharSequence, KeyUse, KeyCheck> keys,
            Members members,
            Function<TenantId, Lookup<LogIdentity>> logs,
            Function<PriceId, @Nullable TokenPrice> prices,
            Function<PriceId, CompletionStage<TokenPrice>> priceLoads,
            ServingDirectory directory,
            Function<@Nullable TenantId, Lookup<AliasSet>> aliases,
            ServingResidency residency,
            CreditLines credit,
            Function<TenantId, Lookup<TenantLimits>> limits,
            RateLimits rates,
            FairQueues queues,
            @Nullable GuardedFetch images,
            Guards guards,
            Answers answers,
            Responses responses,
            Chats chats,
            Conversations conversations,
            BackgroundAnswers background) {}

    /**
     * What the process gives it.
     *
     * @param opened is told of each request that is opened
     * @param random cryptographically strong
     * @param workers run what would keep an event loop for too long
     */
    public record Surroundings(
            GatewaySettings settings,
            String gatewayId,
            Journal journal,
            OpenedRequests opened,
            MeterRegistry meters,
            Tracer tracer,
            Ulids ids,
            RandomGenerator random,
            Executor workers,
            Clock clock) {}

    public GatewayService(
            GatewayDoor door,
            Rooms rooms,
            Surroundings around,
            UsageStore usage,
            TransparencyLogs logs,
            Leasing leasing,
            ServiceExchange served) {
        this.door = door;
        this.gateway = assemble(rooms, around);
        this.recovery = new JournalRecovery(gateway);
        this.shipper = new JournalShipper(gateway, usage, logs, rooms.credit());
        this.leasing = leasing;
        this.queues = rooms.queues();
        this.served = served;
        measure(around);
    }

    /** The stages, for a gateway that ships nowhere. */
    static Gateway assemble(Rooms rooms, Surroundings around) {
        return new Gateway(
                around.settings(),
                around.gatewayId(),
                new CallerStage(rooms.keys(), rooms.members(), rooms.logs()),
                new KeptStage(
                        rooms.responses(),
                        rooms.chats(),
                        rooms.conversations(),
                        rooms.background(),
                        around.settings().maxBodyBytes(),
                        around.workers()),
                new ResolveStage(
                        rooms.directory(), rooms.aliases(), rooms.residency(), rooms.prices(), rooms.priceLoads()),
                new ImageStage(
                        rooms.images(), around.workers(), around.settings().maxBodyBytes()),
                new AdmitStage(rooms.credit(), rooms.limits(), rooms.rates()),
                new GuardStage(rooms.guards(), around.workers()),
                new ScheduleStage(rooms.queues()),
                forEachThread(ReceiptWriter::new),
                forEachThread(() -> new Salts(around.random())),
                around.journal(),
                new UnsettledEntries(around.journal()),
                new KeyedRequests(rooms.answers()),
                around.opened(),
                new GatewayTelemetry(around.meters(), around.tracer(), around.clock()),
                around.ids(),
                around.clock());
    }

    private static <T> FastThreadLocal<T> forEachThread(Supplier<T> make) {
        return new FastThreadLocal<>() {
            @Override
            protected T initialValue() {
                return make.get();
            }
        };
    }

    /**
     * Settles what was left open, ships it, and takes requests: not before, so that what a tenant has spent is read with
     * all of it.
     *
     * @throws IllegalStateException when it has not arrived within the bound; may be called again
     */
    public void start() {
        long last = gateway.journal().recovery().nextSequence() - 1 + recovery.settleAll();
        shipper.start();
        if (!shipper.awaitArrival(last, RECOVERY_LIMIT)) {
            throw new IllegalStateException(
                    "the journal's records are not shipped yet: " + shipper.shippedSequence() + " of " + last);
        }
        leasing.start();
        queues.start();
        served.start();
        gateway.keyed().start();
        door.open(gateway);
        LOG.info("gateway {} takes requests", gateway.gatewayId());
    }

    /** Takes no more requests, ships what there is, and gives the journal up. */
    @Override
    public void close() {
        door.close();
        shipper.close();
        queues.close();
        served.close();
        leasing.close();
        gateway.keyed().close();
        try {
            gateway.journal().close();
        } catch (IOException e) {
            LOG.error("the journal could not be closed in order; the next start recovers it", e);
        }
    }

    /** Requests that wait here for their tenant's turn at a deployment. */
    public int waiting(DeploymentId deployment) {
        return queues.waiting(deployment);
    }

    private void measure(Surroundings around) {
        MeterRegistry meters = around.meters();
        Gauge.builder("hanok.gateway.unsettled", gateway.unsettled(), UnsettledEntries::size)
                .description("SETTLE records that wait for the journal")
                .register(meters);
        Gauge.builder("hanok.gateway.keyed", gateway.keyed(), KeyedRequests::size)
                .description("requests with an idempotency key that run now")
                .register(meters);
        Gauge.builder("hanok.fairness.waiting", queues, FairQueues::waiting)
                .description("requests that wait for their tenant's turn")
                .register(meters);
        Gauge.builder("hanok.fairness.jain", queues, FairQueues::jainIndex)
                .description(
                        "how evenly, by purchased share, the tenants that wait were served lately: 1 is even, and the"
                                + " figure of the most uneven deployment is told")
                .register(meters);
        Gauge.builder("hanok.journal.shipped.sequence", shipper, JournalShipper::shippedSequence)
                .description("the last record that has arrived in the database")
                .register(meters);
        Journal journal = gateway.journal();
        gauge(meters, "synced.sequence", "the last record that is on the disk", JournalGauges::syncedSequence);
        gauge(meters, "pending", "bytes accepted and not yet written", JournalGauges::pendingBytes);
        gauge(meters, "space.left", "bytes preallocated and unwritten", JournalGauges::spaceLeftBytes);
        gauge(meters, "attempts.live", "attempts whose OPEN has no SETTLE yet", JournalGauges::unsettled);
        gauge(meters, "segments", "segment files that are not shipped whole yet", JournalGauges::segments);
        FunctionCounter.builder(
                        "hanok.journal.syncs", journal, of -> of.gauges().syncs())
                .description("fsyncs of the journal")
                .register(meters);
    }

    private void gauge(MeterRegistry meters, String name, String description, ToDoubleFunction<JournalGauges> figure) {
        Gauge.builder("hanok.journal." + name, gateway.journal(), of -> figure.applyAsDouble(of.gauges()))
                .description(description)
                .register(meters);
    }
}
