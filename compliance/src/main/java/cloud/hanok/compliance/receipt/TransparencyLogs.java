package cloud.hanok.compliance.receipt;

import cloud.hanok.compliance.receipt.LogDirectory.KnownLog;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.saga.SagaContext;
import cloud.hanok.platform.saga.SagaStep;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The transparency log of each tenant. Leaves are appended durably and become provable within three seconds; anyone can
 * read tiles, entries and checkpoints, and only the tenant gets salts and receipts. Every method blocks.
 *
 * @see <a href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>
 */
public final class TransparencyLogs implements AutoCloseable {
    private static final int HOLDER_BYTES = 16;

    /** Whether leaves are new to their log. */
    public enum Novelty {
        /** Nobody has tried to append any of them before. */
        FIRST_TIME,
        /** Someone may have: after a failure, or a restart. */
        MAYBE_REPEATED
    }

    private final LogDirectory directory;
    private final LeafAppender appender;
    private final CheckpointPublisher publisher;
    private final LogReader reader;
    private final LogSequencing sequencing;

    /**
     * Logs that are read and appended to; they become provable after {@link #start()}, here or in another process.
     *
     * @param random names logs and processes: it must be cryptographically strong
     */
    public TransparencyLogs(
            Keyspaces keyspaces, CheckpointSigner signer, LogSettings settings, Clock clock, RandomGenerator random) {
        byte[] holder = new byte[HOLDER_BYTES];
        random.nextBytes(holder);
        LogHeads heads =
                new LogHeads(keyspaces, clock, settings.lease(), HexFormat.of().formatHex(holder));
        LogTiles tiles = new LogTiles(keyspaces);
        InboxBlocks blocks = new InboxBlocks(keyspaces, clock);
        this.directory = new LogDirectory(keyspaces, signer, heads, tiles, settings.originHost(), random);
        LeafStore leaves = new LeafStore(keyspaces);
        LeafInbox inbox = new LeafInbox(keyspaces, new Ulids(clock, random), clock);
        this.publisher = new CheckpointPublisher(signer, tiles, clock);
        this.reader = new LogReader(directory, tiles, leaves);
        LogSequencer sequencer = new LogSequencer(directory, heads, tiles, leaves, blocks, publisher, clock);
        this.appender = new LeafAppender(sequencer, leaves, inbox);
        this.sequencing = new LogSequencing(sequencer, inbox, blocks, settings.sweepInterval());
    }

    /** Starts to sequence: what is appended here, and what other processes left behind. */
    public void start() {
        sequencing.start();
    }

    /** Stops sequencing and lets go of the logs; what waits is kept. */
    @Override
    public void close() {
        sequencing.close();
    }

    /**
     * Makes the tenant's log, its key and its first checkpoint; returns the log that exists when there is one.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it is not made; call again
     */
    public LogIdentity create(TenantId tenant) {
        return directory.create(tenant, publisher);
    }

    /** The log of a tenant that is being made; taken back, nothing of it remains, unless it has leaves. */
    public SagaStep step(Function<SagaContext, TenantId> tenant) {
        return new SagaStep(
                "transparency_log",
                context -> create(tenant.apply(context)).logId(),
                context -> directory.remove(tenant.apply(context)));
    }

    /** The tenant's log. */
    public Optional<LogIdentity> find(TenantId tenant) {
        return directory.find(tenant).map(KnownLog::identity);
    }

    /**
     * Appends leaves of one tenant. Once this returns they are durable and will be in the log, each once by request, attempt
     * and kind, however often they are appended.
     *
     * @param novelty whether an earlier call, of whatever process, may have brought any of them
     * @throws IllegalStateException when the tenant has no log
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it is not known whether all are durable; append
     *     them again, as {@link Novelty#MAYBE_REPEATED}
     */
    public void append(TenantId tenant, List<Leaf> appended, Novelty novelty) {
        if (appended.isEmpty()) {
            return;
        }
        if (directory.find(tenant).isEmpty()) {
            throw new IllegalStateException("the tenant " + tenant + " has no log; create it first");
        }
        appender.append(tenant, appended, novelty);
        sequencing.wake(tenant);
    }

    /** A request's receipts; empty when no leaf of it is known. */
    public Optional<ReceiptView> receipt(TenantId tenant, RequestId request) {
        return reader.receipt(tenant, request);
    }

    /**
     * The evidence file (C2SP tlog-proof) for a leaf of the request's last attempt, against the newest checkpoint; empty
     * while it is not provable, or when there is no such leaf.
     */
    public Optional<String> proof(TenantId tenant, RequestId request, LeafKind kind) {
        return reader.proof(tenant, request, kind);
    }

    /** The newest checkpoint of a log, a signed note; empty when there is no such log. Public. */
    public Optional<String> checkpoint(String logId) {
        return reader.checkpoint(logId);
    }

    /**
     * The bytes of a tile or entry bundle of a log; empty when the path is none or lies beyond the newest checkpoint. What
     * is returned for a path never changes. Public.
     *
     * @param path under the log, such as {@code tile/0/000} or {@code tile/entries/000.p/7}
     */
    public Optional<byte[]> tile(String logId, String path) {
        return reader.tile(logId, path);
    }
}
