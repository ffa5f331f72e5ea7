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
import org.junit.jupiter.api.AfterAll;
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

    /** One keyspace for all: each test has files and tables of its own. */
    private static final CqlSession session = FreshKeyspace.open("schema");

    @AfterAll
    static void close() {
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
        SchemaFile made = SchemaFile.of("902_made.cql", """
                CREATE TABLE IF NOT EXISTS goods (
                    tenant text, id text, amounts map<text, bigint>, tags set<text>,
                    PRIMARY KEY ((tenant), id)
                );
                """);
        migrations(made).migrate();

        SchemaFile wished = SchemaFile.of("902_made.cql", """
                CREATE TABLE IF NOT EXISTS goods (
                    tenant text, id text, amounts map<text, int>, tags set<text>, at timestamp,
                    PRIMARY KEY (tenant, id, at)
                );
                CREATE TABLE IF NOT EXISTS elsewhere (k text PRIMARY KEY);
                """);

        assertThat(migrations(wished).verify().lines())
                .containsExactlyInAnyOrder(
                        "table goods: column amounts is map<text,bigint>, declared is map<text,int>",
                        "table goods: column at timestamp is missing",
                        "table goods: the clustering key is [id], declared is [id, at]",
                        "table elsewhere: missing");
    }

    @Test
    void programsThatStartTogetherApplyEachFileOnce() throws Exception {
        int programs = 4;
        CqlSession empty = FreshKeyspace.open("schema");
        List<String> applied = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<String>> start =
                    () -> new SchemaMigrations(empty, Clock.systemUTC(), List.of(FIRST, SECOND), Duration.ofSeconds(60))
                            .migrate();
            List<Future<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < programs; i++) {
                all.add(threads.submit(start));
            }
            for (Future<List<String>> one : all) {
                applied.addAll(one.get());
            }
        } finally {
            empty.close();
        }

        assertThat(applied).containsExactlyInAnyOrder(FIRST.name(), SECOND.name());
    }

    @Test
    void anOwnerThatDiedDelaysButDoesNotBlock() {
        SchemaFile file = SchemaFile.of("903_late.cql", "CREATE TABLE IF NOT EXISTS late (k text PRIMARY KEY)");
        migrations().migrate();
        session.execute(
                "INSERT INTO schema_lock (name, owner) VALUES ('migrations', 'dead') IF NOT EXISTS USING TTL 2");

        assertThatThrownBy(() -> new SchemaMigrations(session, Clock.systemUTC(), List.of(file), Duration.ofMillis(300))
                        .migrate())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("dead");
        assertThat(new SchemaMigrations(session, Clock.systemUTC(), List.of(file), Duration.ofSeconds(20)).migrate())
                .containsExactly(file.name());
    }

    @Test
    void aDefinitionAndALockWhoseAnswersAreLostAreRepeated() {
        SchemaFile file = SchemaFile.of("904_lost.cql", "CREATE TABLE IF NOT EXISTS lost (k text PRIMARY KEY)");
        migrations().migrate();
        FaultInjectingSession faulty = new FaultInjectingSession(session);
        faulty.fail(cql -> cql.contains("CREATE TABLE"), FaultInjectingSession.Fault.EXECUTED_THEN_TIMED_OUT, 2);
        faulty.fail(
                cql -> cql.contains("IF NOT EXISTS USING TTL"), FaultInjectingSession.Fault.EXECUTED_THEN_TIMED_OUT, 1);

        assertThat(new SchemaMigrations(faulty, Clock.systemUTC(), List.of(file), Duration.ofSeconds(20)).migrate())
                .containsExactly(file.name());
        assertThat(migrations(file).verify().lines()).isEmpty();
    }

    private SchemaMigrations migrations(SchemaFile... files) {
        return new SchemaMigrations(session, Clock.systemUTC(), List.of(files), Duration.ofSeconds(60));
    }

    private String keyspace() {
        return session.getKeyspace().orElseThrow().asInternal();
    }
}
