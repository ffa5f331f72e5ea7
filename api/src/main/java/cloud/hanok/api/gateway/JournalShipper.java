package cloud.hanok.api.gateway;

import cloud.hanok.billing.credit.CreditLines;
import cloud.hanok.billing.price.Rating;
import cloud.hanok.billing.usage.BilledAttempt;
import cloud.hanok.billing.usage.UsageAmendment;
import cloud.hanok.billing.usage.UsageEvent;
import cloud.hanok.billing.usage.UsageStore;
import cloud.hanok.compliance.receipt.Leaf;
import cloud.hanok.compliance.receipt.LeafKind;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.compliance.receipt.TransparencyLogs.Novelty;
import cloud.hanok.platform.cassandra.ConcurrentCalls;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.journal.Journal;
import cloud.hanok.platform.journal.JournalReader;
import cloud.hanok.platform.journal.JournalRecord;
import cloud.hanok.platform.journal.RecordKind;
import cloud.hanok.platform.money.NanoWon;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the journal's records to where they are kept: usage to billing, leaves to the tenants' logs. What it brings
 * twice changes nothing, so a record is acknowledged only when all of it has arrived; while Cassandra is away the journal
 * keeps everything, for as long as its disk lasts.
 */
public final class JournalShipper implements AutoCloseable {
    /** Some 2 MB in memory; a backlog is shipped this much at a time. */
    private static final int BATCH_RECORDS = 1_024;
    /** How long records gather before they are shipped together: a small part of how late usage and receipts may be. */
    private static final Duration GATHERING = Duration.ofMillis(250);

    private static final Duration IDLE_WAIT = Duration.ofMillis(500);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LAST_BACKOFF = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(JournalShipper.class);

    private final Journal journal;
    private final UnsettledEntries unsettled;
    private final UsageStore usage;
    private final TransparencyLogs logs;
    private final CreditLines credit;
    private final String gatewayId;
    private final long recoveredSequence;
    private final ConcurrentCalls calls = new ConcurrentCalls();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long shippedSequence;

    JournalShipper(Gateway gateway, UsageStore usage, TransparencyLogs logs, CreditLines credit) {
        this.credit = credit;
        this.journal = gateway.journal();
        this.unsettled = gateway.unsettled();
        this.gatewayId = gateway.gatewayId();
        this.shippedSequence = journal.gauges().acknowledgedSequence();
        this.recoveredSequence = journal.recovery().nextSequence() - 1;
        this.usage = usage;
        this.logs = logs;
        this.thread = Thread.ofVirtual().name("journal-shipper").unstarted(this::run);
    }

    /** Begins to ship; once is enough. */
    public void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Waits until this record has arrived; false when the time passed first. */
    boolean awaitArrival(long sequence, Duration limit) {
        lock.lock();
        try {
            long leftNanos = limit.toNanos();
            while (shippedSequence < sequence && leftNanos > 0 && !stopped) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            return shippedSequence >= sequence;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The last sequence that has arrived. */
    public long shippedSequence() {
        return shippedSequence;
    }

    @Override
    public void close() {
        stopped = true;
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (JournalReader reader = journal.reader()) {
            while (!stopped) {
                unsettled.retry();
                List<JournalRecord> records = reader.read(BATCH_RECORDS);
                if (records.isEmpty()) {
                    reader.await(IDLE_WAIT);
                } else {
                    shipUntilArrived(records);
                    gather(records.size());
                }
            }
        } catch (IOException e) {
            LOG.error("the journal cannot be read; nothing more is shipped until a restart", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A single record is shipped at once; those that follow it closely go together. */
    private void gather(int shipped) throws InterruptedException {
        if (shipped < BATCH_RECORDS) {
            pause(GATHERING);
        }
    }

    private void shipUntilArrived(List<JournalRecord> records) throws InterruptedException {
        Duration backoff = FIRST_BACKOFF;
        // What an earlier process wrote, it may have shipped.
        Novelty novelty =
                records.getFirst().sequence() > recoveredSequence ? Novelty.FIRST_TIME : Novelty.MAYBE_REPEATED;
        while (!stopped) {
            try {
                ship(records, novelty);
                long last = records.getLast().sequence();
                journal.acknowledge(last);
                tellCredit(records);
                arrived(last);
                return;
            } catch (IOException | RuntimeException e) {
                novelty = Novelty.MAYBE_REPEATED;
                LOG.warn("{} records of the journal wait to be shipped: {}", records.size(), e.toString());
                pause(backoff);
                backoff = backoff.multipliedBy(2).compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : backoff.multipliedBy(2);
            }
        }
    }

    /** What is recorded can be counted: the records of this process, each told once. */
    private void tellCredit(List<JournalRecord> records) {
        for (JournalRecord record : records) {
            if (record.kind() != RecordKind.OPEN && record.sequence() > recoveredSequence) {
                JournalEntry entry = JournalEntry.decode(record.payload());
                JournalEntry.Facts facts = entry.facts();
                NanoWon cost = Rating.cost(facts.price(), entry.ending().usage());
                var request = new RequestId(record.request());
                if (record.kind() == RecordKind.SETTLE) {
                    credit.shipped(facts.tenant(), facts.project(), facts.caller(), request, cost);
                } else {
                    credit.amended(facts.tenant(), facts.project(), facts.caller(), request, cost);
                }
            }
        }
    }

    private void arrived(long sequence) {
        lock.lock();
        try {
            shippedSequence = sequence;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void ship(List<JournalRecord> records, Novelty novelty) {
        List<UsageEvent> events = new ArrayList<>();
        List<UsageAmendment> amendments = new ArrayList<>();
        Map<TenantId, List<Leaf>> leaves = new LinkedHashMap<>();
        for (JournalRecord record : records) {
            JournalEntry entry = JournalEntry.decode(record.payload());
            leaves.computeIfAbsent(entry.facts().tenant(), tenant -> new ArrayList<>())
                    .add(leaf(record, entry));
            switch (record.kind()) {
                case OPEN -> {}
                case SETTLE -> events.add(event(record, entry));
                case AMEND -> amendments.add(amendment(record, entry));
            }
        }
        usage.record(events);
        usage.amend(amendments);
        List<Runnable> appends = new ArrayList<>();
        leaves.forEach((tenant, ofTenant) -> appends.add(() -> logs.append(tenant, ofTenant, novelty)));
        calls.runAll(appends);
    }

    private static Leaf leaf(JournalRecord record, JournalEntry entry) {
        LeafKind kind = switch (record.kind()) {
            case OPEN -> LeafKind.OPENING;
            case SETTLE -> LeafKind.CLOSING;
            case AMEND -> LeafKind.AMENDMENT;
        };
        var at = record.kind() == RecordKind.OPEN
                ? entry.facts().startedAt()
                : entry.ending().endedAt();
        return new Leaf(
                new RequestId(record.request()),
                record.attempt(),
                kind,
                entry.salt(),
                entry.receipt(),
                entry.facts().project(),
                at);
    }

    private UsageEvent event(JournalRecord record, JournalEntry entry) {
        JournalEntry.Ending ending = entry.ending();
        return new UsageEvent(
                attempt(record, entry.facts()),
                ending.usage(),
                Rating.cost(entry.facts().price(), ending.usage()),
                ending.outcome(),
                ending.partial(),
                ending.estimated(),
                entry.facts().startedAt(),
                ending.endedAt(),
                gatewayId,
                record.sequence());
    }

    private UsageAmendment amendment(JournalRecord record, JournalEntry entry) {
        JournalEntry.Ending ending = entry.ending();
        return new UsageAmendment(
                attempt(record, entry.facts()),
                ending.usage(),
                Rating.cost(entry.facts().price(), ending.usage()),
                ending.endedAt(),
                gatewayId,
                record.sequence());
    }

    private static BilledAttempt attempt(JournalRecord record, JournalEntry.Facts facts) {
        return new BilledAttempt(
                new RequestId(record.request()),
                record.attempt(),
                facts.tenant(),
                facts.project(),
                facts.caller(),
                facts.deployment(),
                facts.model(),
                facts.price().id(),
                facts.metadata());
    }

    private void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long leftNanos = time.toNanos();
            while (leftNanos > 0 && !stopped) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
