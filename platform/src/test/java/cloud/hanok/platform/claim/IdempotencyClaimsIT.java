package cloud.hanok.platform.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.FreshKeyspace;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException.Reason;
import com.datastax.oss.driver.api.core.CqlSession;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class IdempotencyClaimsIT {
    private CqlSession session;
    private FaultInjectingSession faulty;
    private Cql cql;

    @BeforeAll
    void open() {
        session = FreshKeyspace.open("idempotency");
        session.execute("CREATE TABLE idempotency_claims (tenant text, idempotency_key text, entity text,"
                + " fingerprint text, PRIMARY KEY ((tenant, idempotency_key)))");
        faulty = new FaultInjectingSession(session);
        cql = new Cql(faulty, CassandraSettings.DEFAULT_REQUEST_TIMEOUT);
    }

    @AfterAll
    void close() {
        session.close();
    }

    @Test
    void theSameRequestWithTheSameKeyGetsTheIdOfTheFirst() {
        assertThat(claim("a", "key", "one", "site", "busan")).isEqualTo("one");
        assertThat(claim("a", "key", "two", "site", "busan")).isEqualTo("one");
        assertThat(claim("other", "key", "three", "site", "busan")).isEqualTo("three");
        assertThat(claim("a", null, "four", "site", "busan")).isEqualTo("four");
    }

    @Test
    void aKeyIsBoundToItsRequestWhereverItsPartsBegin() {
        claim("b", "key", "one", "site", "ab", "c");
        refused(() -> claim("b", "key", "two", "site", "a", "bc"), Reason.REUSED);
        refused(() -> claim("b", "key", "two", "model", "ab", "c"), Reason.REUSED);
    }

    @Test
    void aKeyThatNoHeaderCarriesSafelyIsRefusedInBothLanguages() {
        for (String bad : List.of("", "a b", "x".repeat(256), "한")) {
            refused(() -> claim("c", bad, "one", "site"), Reason.MALFORMED);
        }
        assertThat(claim("c", "x".repeat(255), "one", "site")).isEqualTo("one");
    }

    @Test
    void aClaimWhoseAnswerWasLostIsKnownForWhatItIs() {
        faulty.fail(cql -> cql.startsWith("INSERT INTO idempotency_claims"), Fault.EXECUTED_THEN_TIMED_OUT, 1);
        assertThat(claim("d", "key", "one", "site")).isEqualTo("one");
        assertThat(claim("d", "key", "two", "site")).isEqualTo("one");
    }

    private String claim(String tenant, @Nullable String key, String entity, String... request) {
        return IdempotencyClaims.claim(cql, tenant, key, entity, request);
    }

    private static void refused(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call).isInstanceOfSatisfying(IdempotencyKeyRefusedException.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.english()).contains("Idempotency-Key");
            assertThat(refused.korean()).contains("Idempotency-Key").containsPattern("[가-힣]");
        });
    }
}
