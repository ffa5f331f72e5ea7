package cloud.hanok.compliance.receipt;

import cloud.hanok.compliance.receipt.TransparencyLogs.Novelty;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import com.datastax.oss.driver.api.core.CqlSession;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** One process's way to the logs, its passes made by hand. */
final class LogParts {
    final LogSequencer sequencer;
    private final LeafAppender appender;

    /**
     * @param ahead how far this process's clock is ahead: far enough, and it finds every lease over and every checkpoint
     *     old enough
     */
    LogParts(CqlSession session, CheckpointSigner signer, Duration ahead) {
        Clock clock = Clock.offset(Clock.systemUTC(), ahead);
        SecureRandom random = new SecureRandom();
        byte[] holder = new byte[16];
        random.nextBytes(holder);
        Keyspaces keyspaces = LogKeyspace.keyspaces(session);
        LogHeads heads = new LogHeads(
                keyspaces, clock, LogSettings.DEFAULT_LEASE, HexFormat.of().formatHex(holder));
        LogTiles tiles = new LogTiles(keyspaces);
        InboxBlocks blocks = new InboxBlocks(keyspaces, clock);
        CheckpointPublisher publisher = new CheckpointPublisher(signer, tiles, clock);
        LogDirectory directory =
                new LogDirectory(keyspaces, signer, heads, tiles, LogSettings.DEFAULT_ORIGIN_HOST, random);
        LeafStore leaves = new LeafStore(keyspaces);
        sequencer = new LogSequencer(directory, heads, tiles, leaves, blocks, publisher, clock);
        appender = new LeafAppender(sequencer, leaves, new LeafInbox(keyspaces, new Ulids(clock, random), clock));
    }

    /** Puts leaves where a sequencer finds them, and wakes none. */
    void append(TenantId tenant, List<Leaf> appended) {
        appender.append(tenant, appended, Novelty.MAYBE_REPEATED);
    }

    /** The same for leaves that nobody appended before, as a process does that may hold the log. */
    void appendFirst(TenantId tenant, List<Leaf> appended) {
        appender.append(tenant, appended, Novelty.FIRST_TIME);
    }
}
