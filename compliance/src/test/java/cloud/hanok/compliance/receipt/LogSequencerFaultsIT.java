package cloud.hanok.compliance.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.compliance.receipt.LogSequencer.Pass;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.tlog.LogProof;
import cloud.hanok.platform.tlog.NoteKey;
import cloud.hanok.platform.tlog.TreeBuilder;
import cloud.hanok.platform.tlog.TreeHead;
import cloud.hanok.standalone.testing.CassandraForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sequencer dies at each statement it sends, and another one takes over. */
class LogSequencerFaultsIT {
    /** So that the next leaves finish a tile and begin another. */
    private static final int LEAVES_BEFORE = 254;

    private static final String READ_LEAVES = "SELECT request, attempt, kind";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static CqlSession session;

    private final JdkSigner signer = new JdkSigner();
    private final Leaves leaves = new Leaves(7);
    private final TransparencyLogs reader = reader();
    private Duration ahead = Duration.ZERO;

    @BeforeAll
    static void open() {
        session = LogKeyspace.open();
    }

    @AfterAll
    static void close() {
        CassandraForTests.giveBack(session);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whereverASequencerDiesItsSuccessorGoesOnAndEveryLeafIsThereOnce(Fault fault) {
        int statement = 0;
        boolean died = true;
        while (died) {
            died = dieAt(statement, fault);
            statement++;
        }
        assertThat(statement).as("statements of a pass").isGreaterThan(15);
    }

    @Test
    void aSequencerThatOversleptItsLeaseChangesNothingWhereverItWakes() {
        List<String> steps = List.of(
                READ_LEAVES,
                "INSERT INTO log_tiles",
                "INSERT INTO log_bundles",
                "UPDATE log_leaves",
                "UPDATE log_heads SET size",
                "INSERT INTO log_checkpoints",
                "UPDATE log_blocks");
        for (String step : steps) {
            Scene scene = new Scene();
            FaultInjectingSession slow = new FaultInjectingSession(session);
            LogParts sleeper = new LogParts(slow, signer, later());
            LogParts successor = new LogParts(session, signer, later());
            AtomicBoolean slept = new AtomicBoolean();
            List<Leaf> meanwhile = leaves.pair();
            slow.fail(
                    cql -> {
                        if (cql.startsWith(step) && slept.compareAndSet(false, true)) {
                            successor.append(scene.tenant, meanwhile);
                            successor.sequencer.pass(scene.tenant);
                        }
                        return false;
                    },
                    Fault.REFUSED,
                    1);
            try {
                sleeper.sequencer.pass(scene.tenant);
            } catch (LeaseLostException e) {
                assertThat(step).doesNotContain("log_checkpoints").doesNotContain("log_blocks");
            }
            assertThat(slept).as(step).isTrue();
            scene.appended.addAll(meanwhile);
            scene.isWhole();
            scene.append(leaves.pair());
            assertThat(new LogParts(session, signer, later()).sequencer.pass(scene.tenant))
                    .isEqualTo(new Pass.Clean());
            scene.isWhole();
        }
    }

    @Test
    void manySequencersThatDieAnywhereStillMakeOneLog() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Scene scene = new Scene();
        for (int round = 0; round < 40; round++) {
            if (random.nextBoolean()) {
                scene.append(leaves.attempts(1 + random.nextInt(90)));
            } else {
                scene.appendAgain(random);
            }
            FaultInjectingSession dying = new FaultInjectingSession(session);
            AtomicInteger left = new AtomicInteger(random.nextInt(60));
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            dying.fail(cql -> left.getAndDecrement() == 0, fault, 1);
            dying.fail(cql -> left.get() < 0, Fault.REFUSED, Integer.MAX_VALUE);
            try {
                new LogParts(dying, signer, later()).sequencer.pass(scene.tenant);
            } catch (StoreUnavailableException e) {
                assertThat(left.get()).as("seed %d", seed).isNegative();
            }
            scene.isConsistent();
        }
        new LogParts(session, signer, later()).sequencer.pass(scene.tenant);
        scene.isWhole();
    }

    @Test
    void aLogWhoseTilesDoNotHaveItsRootIsNotExtended() {
        Scene scene = new Scene();
        new LogParts(session, signer, later()).sequencer.pass(scene.tenant);
        session.execute("UPDATE log_tiles USING TIMESTAMP " + (1L << 61) + " SET hashes = 0x" + "00".repeat(32 * 4)
                + " WHERE tenant = '" + scene.tenant.text() + "' AND level = 0 AND tile_index = 1");
        scene.append(leaves.pair());
        LogParts next = new LogParts(session, signer, later());
        assertThatThrownBy(() -> next.sequencer.pass(scene.tenant)).hasMessageContaining("do not have the root");
    }

    @Test
    void aLeaseThatIsHeldIsNotTaken() {
        Scene scene = new Scene();
        LogParts holder = new LogParts(session, signer, later());
        holder.sequencer.pass(scene.tenant);
        scene.append(leaves.pair());
        Duration soon = ahead.plusSeconds(2);
        LogParts other = new LogParts(session, signer, soon);
        assertThat(other.sequencer.pass(scene.tenant)).isEqualTo(new Pass.HeldByAnother());
        holder.sequencer.release(scene.tenant);
        assertThat(other.sequencer.pass(scene.tenant)).isEqualTo(new Pass.Clean());
        scene.isWhole();
    }

    @Test
    void whoHoldsALogDoesNotReadBackWhatItAppended() {
        Scene scene = new Scene();
        FaultInjectingSession watched = new FaultInjectingSession(session);
        LogParts holder = new LogParts(watched, signer, later());
        holder.sequencer.pass(scene.tenant);
        List<Leaf> own = leaves.attempts(120);
        holder.appendFirst(scene.tenant, own);
        scene.appended.addAll(own);
        watched.fail(cql -> cql.startsWith(READ_LEAVES), Fault.REFUSED, Integer.MAX_VALUE);
        Conditions.await(
                PATIENCE, "the next checkpoint", () -> holder.sequencer.pass(scene.tenant) instanceof Pass.Clean);
        scene.isWhole();
    }

    @Test
    void whatAnotherIntegratedMeanwhileIsNotAppendedAgainFromMemory() {
        Scene scene = new Scene();
        LogParts holder = new LogParts(session, signer, later());
        holder.sequencer.pass(scene.tenant);
        List<Leaf> own = leaves.attempts(3);
        holder.appendFirst(scene.tenant, own);
        scene.appended.addAll(own);
        FaultInjectingSession dying = new FaultInjectingSession(session);
        dying.fail(cql -> cql.startsWith("INSERT INTO log_checkpoints"), Fault.REFUSED, Integer.MAX_VALUE);
        LogParts successor = new LogParts(dying, signer, later());
        assertThatThrownBy(() -> successor.sequencer.pass(scene.tenant)).isInstanceOf(StoreUnavailableException.class);
        Conditions.await(PATIENCE, "the end of the lease", () -> leaseIsLost(holder, scene.tenant));
        assertThat(new LogParts(session, signer, later()).sequencer.pass(scene.tenant))
                .isEqualTo(new Pass.Clean());
        scene.isWhole();
    }

    private static boolean leaseIsLost(LogParts holder, TenantId tenant) {
        try {
            holder.sequencer.pass(tenant);
            return false;
        } catch (LeaseLostException e) {
            return true;
        }
    }

    /** Lets a sequencer die at its n-th statement and checks what its successor makes of it; false when it survived. */
    private boolean dieAt(int statement, Fault fault) {
        Scene scene = new Scene();
        FaultInjectingSession dying = new FaultInjectingSession(session);
        AtomicInteger left = new AtomicInteger(statement);
        dying.fail(cql -> left.getAndDecrement() == 0, fault, 1);
        dying.fail(cql -> left.get() < 0, Fault.REFUSED, Integer.MAX_VALUE);
        boolean died = false;
        try {
            new LogParts(dying, signer, later()).sequencer.pass(scene.tenant);
        } catch (StoreUnavailableException e) {
            died = true;
        }
        died |= left.get() < 0;
        scene.isConsistent();
        scene.append(leaves.pair());
        assertThat(new LogParts(session, signer, later()).sequencer.pass(scene.tenant))
                .as("after %s at statement %d", fault, statement)
                .isEqualTo(new Pass.Clean());
        scene.isWhole();
        return died;
    }

    private TransparencyLogs reader() {
        return new TransparencyLogs(
                LogKeyspace.keyspaces(session), signer, LogSettings.defaults(), Clock.systemUTC(), new SecureRandom());
    }

    private Duration later() {
        ahead = ahead.plusMinutes(1);
        return ahead;
    }

    /** A log that is almost at the end of its first tile, with leaves of three requests waiting. */
    private final class Scene {
        final TenantId tenant = leaves.tenant();
        final LogIdentity log = reader.create(tenant);
        final List<Leaf> appended = new ArrayList<>();
        private TreeHead last = TreeHead.empty();

        Scene() {
            append(leaves.attempts(LEAVES_BEFORE));
            new LogParts(session, signer, later()).sequencer.pass(tenant);
            isWhole();
            for (int i = 0; i < 3; i++) {
                append(leaves.pair());
            }
        }

        void append(List<Leaf> more) {
            new LogParts(session, signer, ahead).append(tenant, more);
            appended.addAll(more);
        }

        void appendAgain(Random random) {
            int from = random.nextInt(appended.size());
            int to = Math.min(appended.size(), from + 1 + random.nextInt(20));
            new LogParts(session, signer, ahead).append(tenant, List.copyOf(appended.subList(from, to)));
        }

        /** The log has grown or stands, and is whole in itself. */
        void isConsistent() {
            Audit audit = new Audit(reader, log);
            TreeHead head = audit.head();
            assertThat(head.size()).isGreaterThanOrEqualTo(last.size());
            List<String> entries = audit.entries();
            TreeBuilder builder = TreeBuilder.resume(0, tile -> new byte[0]);
            entries.subList(0, (int) last.size())
                    .forEach(entry -> builder.append(HexFormat.of().parseHex(entry)));
            assertThat(builder.head()).as("the log as it was").isEqualTo(last);
            last = head;
        }

        /** The log has every leaf once, and proves the last one. */
        void isWhole() {
            isConsistent();
            new Audit(reader, log).hasExactly(appended);
            NoteKey key = NoteKey.parse(log.vkey());
            Leaf leaf = appended.getLast();
            String proof = reader.proof(tenant, leaf.request(), leaf.kind()).orElseThrow();
            assertThat(LogProof.parse(proof).verify(key, leaf.entry())).isTrue();
        }
    }
}
