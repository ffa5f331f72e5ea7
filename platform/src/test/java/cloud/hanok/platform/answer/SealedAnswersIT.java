package cloud.hanok.platform.answer;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.cassandra.CassandraConnection;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.FreshKeyspace;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultSettings;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SealedAnswersIT extends AnswersSuite {
    private static CqlSession session;
    private static FaultInjectingSession faulty;
    private static Keyspaces keyspaces;
    private static Envelopes envelopes;

    @BeforeAll
    static void open() {
        CassandraSettings settings = FreshKeyspace.ofProgram("answers");
        try (CassandraConnection connection = CassandraConnection.open(settings, Clock.systemUTC())) {
            connection.migrate();
        }
        session = cloud.hanok.platform.cassandra.CassandraSessions.open(settings);
        faulty = new FaultInjectingSession(session);
        keyspaces = new Keyspaces(new Cql(faulty, CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        OpenBaoForTests bao = OpenBaoForTests.get();
        TenantVaults vaults = TenantVaults.shared(Vault.login(
                new VaultSettings(bao.address().toString(), bao.roleId(), bao.secretId(), Duration.ofSeconds(5)),
                Clock.systemUTC()));
        envelopes = new Envelopes(
                keyspaces,
                vaults,
                new ChangeFeed(keyspaces, Clock.systemUTC(), ChangeFeedSettings.of(Duration.ofSeconds(5))),
                tenant -> Envelopes.SHARED_KEEP_FOR,
                new SecureRandom(),
                Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        envelopes.close();
        CassandraForTests.giveBack(session);
    }

    @Override
    Answers answers(Duration remembered) {
        return new SealedAnswers(
                keyspaces, envelopes, new AnswerSettings(remembered, LEASE, 1 << 20), Clock.systemUTC());
    }

    @Test
    void neitherKeyNorPromptNorAnswerIsStoredInTheClear() {
        Answers answers = answers(Duration.ofMinutes(1));
        Claim mine = mine(answers.claim(asked("order-kanaria", "카나리아-물음"), request()));
        answers.keep(mine, new KeptAnswer(false, "dep_1", "KR", bytes("카나리아-답변")));
        StringBuilder stored = new StringBuilder();
        for (String table : new String[] {"answer_claims", "kept_answers"}) {
            keyspaces
                    .platform()
                    .rows(CqlStatement.read("SELECT * FROM " + table))
                    .forEach(row -> {
                        stored.append(row.getFormattedContents());
                        if (row.getColumnDefinitions().contains("sealed")) {
                            ByteBuffer sealed = Objects.requireNonNull(row.getByteBuffer("sealed"));
                            stored.append(StandardCharsets.UTF_8.decode(sealed));
                        }
                    });
        }
        assertThat(stored).contains(mine.by().text(), mine.name()).doesNotContain("kanaria", "카나리아");
    }

    @Test
    void aDecisionWhoseAnswerWasLostIsKnownForWhatItIs() {
        Answers answers = answers(Duration.ofMinutes(1));
        lost("INSERT INTO answer_claims");
        Claim mine = mine(answers.claim(asked("k", "a"), request()));
        lost("UPDATE answer_claims");
        assertThat(answers.renew(mine)).isTrue();
        lost("UPDATE answer_claims");
        assertThat(answers.keep(mine, new KeptAnswer(false, "", "", bytes("x"))))
                .isTrue();
        assertThat(answers.claim(asked("k", "a"), request())).isInstanceOf(Claimed.Answered.class);

        Claim left = mine(answers.claim(asked("left", "a"), request()));
        lost("DELETE FROM answer_claims");
        assertThat(answers.conclude(tenant(), left.name(), left.by())).isFalse();
        mine(answers.claim(asked("left", "a"), request()));
    }

    @Test
    void whatAClaimCostsIsPrinted() {
        Answers answers = answers(Duration.ofMinutes(10));
        byte[] body = new byte[8 << 10];
        int rounds = 60;
        double[] claims = new double[rounds];
        double[] keeps = new double[rounds];
        double[] replays = new double[rounds];
        for (int i = -20; i < rounds; i++) {
            KeyedRequest asked = asked("cost-" + i, "a");
            long begun = System.nanoTime();
            Claim mine = mine(answers.claim(asked, request()));
            long claimed = System.nanoTime();
            answers.keep(mine, new KeptAnswer(true, "dep_1", "KR", body));
            long kept = System.nanoTime();
            assertThat(answers.claim(asked, request())).isInstanceOf(Claimed.Answered.class);
            if (i >= 0) {
                claims[i] = (claimed - begun) / 1e6;
                keeps[i] = (kept - claimed) / 1e6;
                replays[i] = (System.nanoTime() - kept) / 1e6;
            }
        }
        System.out.printf(
                "kept answers of 8 KiB, milliseconds p50/p95: claim %s, keep %s, replay %s%n",
                quantiles(claims), quantiles(keeps), quantiles(replays));
    }

    private static String quantiles(double[] millis) {
        Arrays.sort(millis);
        return "%.1f/%.1f".formatted(millis[millis.length / 2], millis[millis.length * 95 / 100]);
    }

    private static void lost(String statement) {
        faulty.fail(cql -> cql.startsWith(statement), Fault.EXECUTED_THEN_TIMED_OUT, 1);
    }
}
