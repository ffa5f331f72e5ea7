package cloud.hanok.platform.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.FreshKeyspace;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class NameClaimsIT {
    private CqlSession session;
    private FaultInjectingSession faulty;
    private NameClaims names;

    @BeforeAll
    void open() {
        session = FreshKeyspace.open("claims");
        session.execute("CREATE TABLE names (scope text, name text, holder text, since timestamp,"
                + " PRIMARY KEY ((scope), name))");
        faulty = new FaultInjectingSession(session);
        names = new NameClaims(new Cql(faulty, CassandraSettings.DEFAULT_REQUEST_TIMEOUT), "names", Clock.systemUTC());
    }

    @AfterEach
    void heal() {
        faulty.heal();
    }

    @AfterAll
    void close() {
        session.close();
    }

    @Test
    void ofManyWhoClaimANameOneHasIt() throws Exception {
        List<Future<String>> holders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String holder = "holder-" + i;
                holders.add(
                        threads.submit(() -> names.claim("a", "name", holder).holder()));
            }
        }
        Set<String> seen = holders.stream().map(Future::resultNow).collect(Collectors.toSet());
        assertThat(seen).hasSize(1);
        assertThat(names.find("a", "name"))
                .map(NameClaim::holder)
                .contains(seen.iterator().next());
    }

    @Test
    void aNameIsGivenBackByItsHolderAlone() {
        assertThat(names.claim("b", "n", "one").holder()).isEqualTo("one");
        assertThat(names.claim("b", "n", "two").holder()).isEqualTo("one");
        names.release("b", "n", "two");
        assertThat(names.find("b", "n")).isPresent();

        names.release("b", "n", "one");
        assertThat(names.find("b", "n")).isEmpty();
        assertThat(names.claim("b", "n", "two").holder()).isEqualTo("two");
        assertThat(names.list("b")).extracting(NameClaim::name).containsExactly("n");
    }

    @Test
    void aNameIsHandedOnFromTheHolderThatIsNamed() {
        assertThat(names.take("c", "n", "one", "two")).isEmpty();
        names.claim("c", "n", "one");
        assertThat(names.take("c", "n", "other", "two")).map(NameClaim::holder).contains("one");
        assertThat(names.take("c", "n", "one", "two")).map(NameClaim::holder).contains("two");
    }

    @Test
    void aNameIsClaimedFromAHolderThatIsNoneAndFromNoOther() {
        assertThat(names.claim("e", "n", "one", standing -> {
                    throw new AssertionError("nobody has the name: " + standing);
                }))
                .isTrue();
        assertThat(names.claim("e", "n", "two", standing -> false)).isFalse();
        assertThat(names.find("e", "n")).map(NameClaim::holder).contains("one");
        assertThat(names.claim("e", "n", "two", standing -> standing.holder().equals("one")))
                .isTrue();
        assertThat(names.find("e", "n")).map(NameClaim::holder).contains("two");
    }

    @Test
    void aClaimWhoseAnswerWasLostIsKnownForWhatItIs() {
        faulty.fail(cql -> cql.startsWith("INSERT INTO names"), Fault.EXECUTED_THEN_TIMED_OUT, 1);
        assertThat(names.claim("d", "made", "one").holder()).isEqualTo("one");

        faulty.fail(cql -> cql.startsWith("INSERT INTO names"), Fault.LOST_THEN_TIMED_OUT, 1);
        assertThat(names.claim("d", "lost", "one").holder()).isEqualTo("one");
        assertThat(names.find("d", "lost")).isPresent();

        names.claim("d", "taken", "two");
        faulty.fail(cql -> cql.startsWith("INSERT INTO names"), Fault.LOST_THEN_TIMED_OUT, 9);
        assertThatThrownBy(() -> names.claim("d", "never", "one")).isInstanceOf(StoreUnavailableException.class);
    }
}
