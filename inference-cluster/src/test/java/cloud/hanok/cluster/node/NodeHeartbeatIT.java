package cloud.hanok.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.NodeId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.standalone.testing.CassandraForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class NodeHeartbeatIT {
    private static final Duration QUICK = Duration.ofMillis(50);

    private final Clock clock = Clock.systemUTC();
    private final Random random = new Random(1);
    private final Ulids ulids = new Ulids(clock, random);

    private CqlSession session;
    private FaultInjectingSession cassandra;
    private Nodes nodes;

    @BeforeAll
    void prepare() {
        CassandraForTests real = CassandraForTests.get();
        session = CassandraSessions.open(new CassandraSettings(
                List.of(real.contactPoint().getHostString() + ":"
                        + real.contactPoint().getPort()),
                real.localDatacenter(),
                real.programKeyspace("nodes"),
                real.username(),
                real.password(),
                CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        new SchemaMigrations(session, clock).migrate();
        cassandra = new FaultInjectingSession(session);
        nodes = new Nodes(new Keyspaces(new Cql(cassandra, CassandraSettings.DEFAULT_REQUEST_TIMEOUT)));
    }

    @AfterAll
    void close() {
        CassandraForTests.giveBack(session);
    }

    @Test
    void aNodeIsHeardOfAgainAndAgainAlsoAfterCassandraWasAway() {
        NodeId node = new NodeId(ulids.next());
        try (NodeHeartbeat heartbeat = heartbeat(node)) {
            heartbeat.start();
            Instant first = seenAt(node);
            await(() -> seenAt(node).isAfter(first));

            Instant silent;
            cassandra.fail(cql -> cql.startsWith("INSERT INTO nodes"), FaultInjectingSession.Fault.REFUSED, 3);
            try {
                silent = clock.instant();
                await(() -> seenAt(node).isAfter(silent));
            } finally {
                cassandra.heal();
            }
            assertThat(nodes.list()).filteredOn(each -> each.id().equals(node)).hasSize(1);
        }
        Node last = find(node);
        assertThat(last.isFresh(last.seenAt().plus(Node.FRESH_FOR).minusMillis(1)))
                .isTrue();
        assertThat(last.isFresh(last.seenAt().plus(Node.FRESH_FOR))).isFalse();
    }

    @Test
    void aNodeThatCannotBeAnnouncedAtFirstSaysSo() {
        NodeId node = new NodeId(ulids.next());
        cassandra.refuseEverything();
        try (NodeHeartbeat heartbeat = heartbeat(node)) {
            assertThatThrownBy(heartbeat::start).isInstanceOf(StoreUnavailableException.class);
        } finally {
            cassandra.heal();
        }
        assertThat(nodes.list()).extracting(Node::id).doesNotContain(node);
    }

    private NodeHeartbeat heartbeat(NodeId node) {
        return new NodeHeartbeat(nodes, new ThisMachine(), node, QUICK, random, clock);
    }

    private Instant seenAt(NodeId node) {
        return find(node).seenAt();
    }

    private Node find(NodeId node) {
        return nodes.list().stream()
                .filter(each -> each.id().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within 30 s").isLessThan(deadlineNanos);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
