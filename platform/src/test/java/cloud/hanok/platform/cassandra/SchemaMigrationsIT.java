package cloud.hanok.platform.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaMigrationsIT {
    private static final SchemaFile FIRST = SchemaFile.of("900_first.cql", """
            CREATE TABLE IF NOT EXISTS things (
                tenant text, id text, amounts map<text, bigint>, tags set<text>, at timestamp,
                PRIMARY KEY ((tenant), id)
            );
            """);
    private static final SchemaFile SECOND =
            SchemaFile.of("901_second.cql", "ALTER TABLE things ADD IF NOT EXISTS note text;");

    private CqlSession session;

    @BeforeEach
    void open() {
        session = FreshKeyspace.open("schema");
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void everyFileOfTheProgramIsAppliedOnceAndVerified() {
        SchemaMigrations migrations = new SchemaMigrations(session, Clock.systemUTC());

        assertThat(migrations.migrate()).contains("001_platform.cql");
        assertThat(migrations.migrate()).isEmpty();
        assertThat(migrations.verify().lines()).isEmpty();
    }

    @Test
    void aLaterFileIsAppliedAloneAndAChangedOneIsRefusedByName() {
        assertThat(migrations(FIRST).migrate()).containsExactly(FIRST.name());
        assertThat(migrations(FIRST, SECOND).migrate()).containsExactly(SECOND.name());
        assertThat(migrations(FIRST, SECOND).verify().lines()).isEmpty();

        SchemaFile changed = SchemaFile.of(FIRST.name(), "CREATE TABLE IF NOT EXISTS others (k text PRIMARY KEY);");
        assertThatThrownBy(() -> migrations(changed).migrate())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(FIRST.name());
        assertThat(session.execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", keyspace())
                        .all())
                .noneMatch(row -> "others".equals(row.getString("table_name")));
    }

    @Test
    void verifyNamesWhatIsMissingAndWhatIsOtherwise() {
        migrations(FIRST).migrate();
        session.execute("ALTER TABLE things DROP at");

        SchemaFile wished = SchemaFile.of("900_first.cql", """
                CREATE TABLE IF NOT EXISTS things (
                    tenant text, id text, amounts map<text, int>, tags set<text>, at timestamp,
                    PRIMARY KEY (tenant, id, at)
                );
                CREATE TABLE IF NOT EXISTS elsewhere (k text PRIMARY KEY);
                """);

        assertThat(migrations(wished).verify().lines())
                .containsExactlyInAnyOrder(
                        "table things: column amounts is map<text,bigint>, declared is map<text,int>",
                        "table things: column at timestamp is missing",
                        "table things: the clustering key is [id], declared is [id, at]",
                        "table elsewhere: missing");
    }

    @Test
    void programsThatStartTogetherApplyEachFileOnce() throws Exception {
        int programs = 4;
        List<String> applied = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<String>> start = () -> migrations(FIRST, SECOND).migrate();
            List<Future<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < programs; i++) {
                all.add(threads.submit(start));
            }
            for (Future<List<String>> one : all) {
                applied.addAll(one.get());
            }
        }

        assertThat(applied).containsExactlyInAnyOrder(FIRST.name(), SECOND.name());
    }

    @Test
    void anOwnerThatDiedDelaysButDoesNotBlock() {
        migrations().migrate();
        session.execute(
                "INSERT INTO schema_lock (name, owner) VALUES ('migrations', 'dead') IF NOT EXISTS USING TTL 2");

        assertThatThrownBy(
                        () -> new SchemaMigrations(session, Clock.systemUTC(), List.of(FIRST), Duration.ofMillis(300))
                                .migrate())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("dead");
        assertThat(new SchemaMigrations(session, Clock.systemUTC(), List.of(FIRST), Duration.ofSeconds(20)).migrate())
                .containsExactly(FIRST.name());
    }

    @Test
    void aDefinitionAndALockWhoseAnswersAreLostAreRepeated() {
        FaultInjectingSession faulty = new FaultInjectingSession(session);
        faulty.fail(cql -> cql.contains("CREATE TABLE"), FaultInjectingSession.Fault.EXECUTED_THEN_TIMED_OUT, 2);
        faulty.fail(
                cql -> cql.contains("IF NOT EXISTS USING TTL"), FaultInjectingSession.Fault.EXECUTED_THEN_TIMED_OUT, 1);

        assertThat(new SchemaMigrations(faulty, Clock.systemUTC(), List.of(FIRST), Duration.ofSeconds(20)).migrate())
                .containsExactly(FIRST.name());
        assertThat(migrations(FIRST).verify().lines()).isEmpty();
    }

    private SchemaMigrations migrations(SchemaFile... files) {
        return new SchemaMigrations(session, Clock.systemUTC(), List.of(files), Duration.ofSeconds(60));
    }

    private String keyspace() {
        return session.getKeyspace().orElseThrow().asInternal();
    }
}
