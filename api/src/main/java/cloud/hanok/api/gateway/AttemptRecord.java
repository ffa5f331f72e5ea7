package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.price.Rating;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.engine.TokenCounts;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingSite;
import cloud.hanok.compliance.receipt.Leaf;
import cloud.hanok.compliance.receipt.OpeningFacts;
import cloud.hanok.compliance.receipt.SaltedHash;
import cloud.hanok.compliance.residency.SiteFacts;
import cloud.hanok.platform.journal.Appended;
import cloud.hanok.platform.journal.DurableListener;
import cloud.hanok.platform.journal.ProgressSlot;
import cloud.hanok.platform.journal.RecordKind;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.tenant.key.Caller;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Stage 9, what an attempt leaves behind: its OPEN, its running count, its SETTLE. Belongs to the connection's event
 * loop; the journal's writer thread only frees the progress slot.
 */
final class AttemptRecord {
    /** Set in a progress slot whose counts are ours and not the engine's. */
    static final long FLAG_ESTIMATED = 1;

    private final Exchange exchange;
    private final Gateway gateway;
    private final int number;
    private final Durability opened;
    private final byte[] openingSalt;
    private final byte[] closingSalt;
    private final SaltedHash output;
    private final JournalEntry.Facts facts;

    private byte[] openingLeaf = new byte[0];
    private byte[] closingLeaf = new byte[0];
    private @Nullable ProgressSlot slot;
    private @Nullable Settling heldBack;
    private boolean sent;
    private boolean settled;
    private boolean answerWaits;
    private long input;
    private long cached;
    private long image;
    private long generated;
    private long reasoning;
    private boolean counted;
    private TokenUsage deliveredUsage = TokenUsage.NONE;
    private boolean deliveredCounted;
    private @Nullable AttemptResult result;

    /** @param opened hears what becomes of its OPEN */
    AttemptRecord(Exchange exchange, int number, Durability opened) {
        this.exchange = exchange;
        this.gateway = exchange.gateway();
        this.number = number;
        this.opened = opened;
        this.openingSalt = gateway.salt();
        this.closingSalt = gateway.salt();
        this.output = new SaltedHash(closingSalt);
        Caller caller = exchange.knownCaller();
        Route route = exchange.knownRoute();
        this.facts = new JournalEntry.Facts(
                caller.tenant(),
                java.util.Objects.requireNonNull(caller.project(), "a caller of a project"),
                caller.id(),
                route.deployment().id(),
                route.price(),
                route.model(),
                SettledUsage.promptEstimate(exchange.knownRequest()),
                gateway.clock().instant(),
                exchange.claimName(),
                exchange.knownRequest().metadata());
    }

    /**
     * Appends the OPEN.
     *
     * @throws ApiException when the journal takes none, or too many attempts are live
     */
    void open() {
        ProgressSlot claimed = gateway.journal().claim(exchange.client().id().ulid(), number);
        if (claimed == null) {
            throw new ApiException(ApiError.of(ErrorCode.SERVER_OVERLOADED));
        }
        slot = claimed;
        byte[] receipt = gateway.receipts().opening(openingFacts());
        openingLeaf = Leaf.entry(openingSalt, receipt);
        var nothing = new JournalEntry.Ending(TokenUsage.NONE, Outcome.GATEWAY_LOST, false, false, facts.startedAt());
        byte[] entry = new JournalEntry(facts, nothing, openingSalt, receipt).encode();
        Appended appended = append(RecordKind.OPEN, entry, opened);
        if (!appended.accepted()) {
            settled = true;
            claimed.free();
            throw new ApiException(ApiError.of(ErrorCode.JOURNAL_UNAVAILABLE));
        }
    }

    /** What the prompt is taken to be until an engine counted it. */
    long promptEstimateTokens() {
        return facts.promptEstimateTokens();
    }

    /** The request went to the engine: from now on its prompt costs. */
    void sent() {
        sent = true;
    }

    /** The next write carries these counts: they are in the slot before it. */
    void relaying(TokenCounts counts) {
        input = counts.inputTokens();
        cached = counts.cachedTokens();
        image = counts.imageTokens();
        generated = counts.outputTokens();
        reasoning = counts.reasoningTokens();
        counted = counts.fromEngine();
        exchange.attempts().knownTurn().counted(input, generated);
        ProgressSlot live = slot;
        if (live != null) {
            // Never taken back, so not for the events before the first token, where some engines state no count yet.
            if (!counted && generated > 0) {
                live.flag(FLAG_ESTIMATED);
            }
            live.update(input, cached, generated);
        }
    }

    /** The client's socket took what was relayed last. */
    void delivered() {
        deliveredUsage = TokenUsage.ofPrompt(input, cached, image, generated, reasoning);
        deliveredCounted = counted;
    }

    /** Bytes of the answer's body, in order; the closing receipt carries their hash. */
    void hash(byte[] bytes, int length) {
        output.update(bytes, 0, length);
    }

    /** What it came to, or null before it is settled. */
    @Nullable
    AttemptResult result() {
        return result;
    }

    /** Settles without charge: nothing of the attempt reached anybody. */
    void settleNothing() {
        settle(TokenUsage.NONE, Outcome.ENGINE_FAILED, true, false, null);
    }

    /**
     * Settles what was handed over.
     *
     * @param then runs on the event loop once the record is durable, or will be without the client waiting for it; null when
     *     nobody waits
     */
    void settle(Outcome outcome, boolean partial, @Nullable Runnable then) {
        if (outcome != Outcome.COMPLETED && exchange.isKeyed()) {
            waive(partial, then);
        } else {
            settleHandedOver(outcome, partial, then);
        }
    }

    /** Settles what was shown of an answer that its caller stopped: there will be no other one in its place. */
    void settleStopped() {
        settleHandedOver(Outcome.CLIENT_LEFT, true, null);
    }

    private void settleHandedOver(Outcome outcome, boolean partial, @Nullable Runnable then) {
        if (deliveredCounted || !sent) {
            settle(deliveredUsage, outcome, partial, false, then);
        } else {
            long prompt =
                    deliveredUsage.promptTokens() == 0 ? facts.promptEstimateTokens() : deliveredUsage.promptTokens();
            settle(new TokenUsage(prompt, 0, deliveredUsage.completionTokens()), outcome, partial, true, then);
        }
    }

    /**
     * Settles what was handed over without charge: the request has an idempotency key, and whoever repeats it does not get
     * this answer, but another one that is paid. What was served counts in the fair queue all the same.
     */
    void waive(boolean partial, @Nullable Runnable then) {
        if (!settled) {
            exchange.attempts().knownTurn().settled(deliveredUsage.promptTokens(), deliveredUsage.completionTokens());
            settle(TokenUsage.NONE, Outcome.WAIVED, partial, false, then);
        }
    }

    /** The OPEN is durable: a SETTLE that the journal did not take before may wait by itself. */
    void openDurable() {
        Settling waiting = heldBack;
        heldBack = null;
        if (waiting != null) {
            waiting.offer();
        }
    }

    /**
     * The OPEN never reached the disk, and so neither does its SETTLE: what was settled is taken back.
     *
     * @return whether an answer waits that can no longer be given
     */
    boolean forget() {
        settled = true;
        ProgressSlot live = slot;
        if (live != null) {
            live.free();
        }
        AttemptResult was = result;
        result = null;
        // One without cost may have settled nothing: what another attempt of the request settled stays.
        if (was != null && was.cost().value() > 0) {
            exchange.holdings().takeBack(was.cost());
        }
        return answerWaits;
    }

    /** The whole answer was settled and could not be written: its output is given back. */
    void creditOutput() {
        AttemptResult was = result;
        if (was != null && was.usage().completionTokens() > 0) {
            byte[] salt = gateway.salt();
            Instant now = gateway.clock().instant();
            TokenUsage credited = was.usage().completion();
            var ending = new JournalEntry.Ending(credited, Outcome.CLIENT_LEFT, true, was.estimated(), now);
            byte[] receipt =
                    SettledUsage.amendment(gateway, exchange.client().id(), number, closingLeaf, facts, was, now);
            append(RecordKind.AMEND, new JournalEntry(facts, ending, salt, receipt).encode(), new Unwatched());
            exchange.holdings().credit(Rating.cost(facts.price(), credited));
        }
    }

    private void settle(
            TokenUsage usage, Outcome outcome, boolean partial, boolean estimated, @Nullable Runnable then) {
        if (settled) {
            return;
        }
        settled = true;
        NanoWon cost = Rating.cost(facts.price(), usage);
        result = new AttemptResult(outcome, usage, cost, estimated);
        if (outcome != Outcome.WAIVED) {
            exchange.attempts().knownTurn().settled(usage.promptTokens(), usage.completionTokens());
        }
        if (outcome != Outcome.ENGINE_FAILED || usage.totalTokens() > 0) {
            boolean mayBeCredited = outcome == Outcome.COMPLETED && !exchange.knownRequest().stream();
            exchange.settle(cost, mayBeCredited ? Rating.cost(facts.price(), usage.completion()) : NanoWon.ZERO);
        }
        var ending = new JournalEntry.Ending(
                usage, outcome, partial, estimated, gateway.clock().instant());
        byte[] receipt = SettledUsage.closing(
                gateway, exchange.client().id(), number, openingLeaf, facts, ending, cost, output.finish());
        closingLeaf = Leaf.entry(closingSalt, receipt);
        byte[] entry = new JournalEntry(facts, ending, closingSalt, receipt).encode();
        answerWaits = then != null;
        new Settling(entry, then).offer();
    }

    private Appended append(RecordKind kind, byte[] entry, DurableListener listener) {
        return gateway.journal().append(kind, exchange.client().id().ulid(), number, entry, listener);
    }

    private OpeningFacts openingFacts() {
        Route route = exchange.knownRoute();
        ServingDeployment deployment = route.deployment();
        ServingSite site = deployment.site();
        var prompt = new SaltedHash(openingSalt);
        byte[] body = exchange.knownRequest().received();
        prompt.update(body, 0, body.length);
        return new OpeningFacts(
                exchange.client().id(),
                number,
                exchange.knownOrigin(),
                facts.tenant(),
                facts.project(),
                facts.caller(),
                facts.model(),
                deployment.version(),
                deployment.modelDigestOrEmpty(),
                deployment.id(),
                deployment.engine().text(),
                new SiteFacts(site.id(), site.name(), site.country(), site.operator()),
                route.residency(),
                prompt.finish(),
                route.outputBoundTokens(),
                route.price().id(),
                facts.startedAt(),
                gateway.gatewayId());
    }

    /**
     * Frees the slot once the SETTLE is durable, and the OPEN before it; keeps the SETTLE for later when it cannot be. Without
     * its OPEN it is nothing.
     */
    private final class Settling implements DurableListener {
        private final byte[] entry;
        private final @Nullable Runnable then;

        Settling(byte[] entry, @Nullable Runnable then) {
            this.entry = entry;
            this.then = then;
        }

        /** Appends it. One that is not taken before its OPEN is durable is offered again then. */
        void offer() {
            if (append(RecordKind.SETTLE, entry, this).accepted()) {
                return;
            }
            if (opened.await()) {
                failed(new IOException("the journal took no SETTLE"));
            } else {
                heldBack = this;
            }
        }

        @Override
        public boolean isAwaited() {
            return then != null;
        }

        @Override
        public boolean isVoid() {
            return opened.hasFailed();
        }

        @Override
        public void durable() {
            ProgressSlot live = slot;
            if (live != null) {
                live.free();
            }
            goOn();
        }

        @Override
        public void failed(IOException why) {
            if (!isVoid()) {
                gateway.unsettled().keep(exchange.client().id(), number, entry, slot);
                goOn();
            }
        }

        private void goOn() {
            Runnable waiting = then;
            if (waiting != null) {
                exchange.channel().eventLoop().execute(waiting);
            }
        }
    }

    /** For a record that nothing waits for; a lost AMEND is the operator's loss to find in the log. */
    private static final class Unwatched implements DurableListener {
        @Override
        public void durable() {}

        @Override
        public void failed(IOException why) {
            org.slf4j.LoggerFactory.getLogger(AttemptRecord.class).error("an AMEND could not be written", why);
        }
    }
}
