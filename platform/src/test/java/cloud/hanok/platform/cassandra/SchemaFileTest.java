package cloud.hanok.platform.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemaFileTest {
    @Test
    void everyFileThatIsPackagedIsApplied() throws Exception {
        URL one = Objects.requireNonNull(SchemaFile.class.getResource("/cloud/hanok/platform/schema/001_platform.cql"));
        try (Stream<Path> files =
                Files.list(Objects.requireNonNull(Path.of(one.toURI()).getParent()))) {
            List<String> packaged = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(SchemaFile.BOOTSTRAP))
                    .sorted()
                    .toList();
            assertThat(SchemaFile.packaged()).extracting(SchemaFile::name).isEqualTo(packaged);
        }
    }

    @Test
    void statementsAreSplitOutsideQuotesAndComments() {
        SchemaFile file = SchemaFile.of("900_test.cql", """
                -- a; b
                CREATE TABLE IF NOT EXISTS a (k text PRIMARY KEY) WITH comment = 'x; -- y';
                /* c; d */ // e;
                CREATE TABLE IF NOT EXISTS b (k text PRIMARY KEY)
                """);

        assertThat(file.statements())
                .containsExactly(
                        "CREATE TABLE IF NOT EXISTS a (k text PRIMARY KEY) WITH comment = 'x; -- y'",
                        "CREATE TABLE IF NOT EXISTS b (k text PRIMARY KEY)");
    }

    @Test
    void anOpenQuoteIsRefusedWithTheNameOfTheFile() {
        assertThatThrownBy(() -> SchemaFile.of("900_test.cql", "CREATE TABLE a WITH comment = 'x;"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("900_test.cql");
    }

    @Test
    void aDeclarationHasColumnsTypesAndKeys() {
        Map<String, TableDeclaration> tables = TableDeclaration.of(List.of(SchemaFile.of("900_test.cql", """
                CREATE TABLE IF NOT EXISTS a (
                    t text, k varchar, c timestamp, s set<text> static, m map<text, frozen<list<int>>>,
                    PRIMARY KEY ((t, k), c)
                ) WITH CLUSTERING ORDER BY (c DESC);
                CREATE TABLE IF NOT EXISTS b (k text primary key, v blob);
                ALTER TABLE b ADD IF NOT EXISTS w Set<Text>;
                """)));

        TableDeclaration a = Objects.requireNonNull(tables.get("a"));
        assertThat(a.columns())
                .containsExactly(
                        Map.entry("t", "text"),
                        Map.entry("k", "text"),
                        Map.entry("c", "timestamp"),
                        Map.entry("s", "set<text>"),
                        Map.entry("m", "map<text,frozen<list<int>>>"));
        assertThat(a.partitionKey()).containsExactly("t", "k");
        assertThat(a.clusteringKey()).containsExactly("c");
        TableDeclaration b = Objects.requireNonNull(tables.get("b"));
        assertThat(b.partitionKey()).containsExactly("k");
        assertThat(b.clusteringKey()).isEmpty();
        assertThat(b.columns()).containsEntry("w", "set<text>");
    }

    @Test
    void aStatementThatCannotBeRepeatedIsRefused() {
        for (String statement : List.of(
                "CREATE TABLE a (k text PRIMARY KEY)", "DROP TABLE a", "ALTER TABLE a ADD v text", "TRUNCATE a")) {
            assertThatThrownBy(() -> TableDeclaration.of(List.of(SchemaFile.of("900_test.cql", statement))))
                    .as(statement)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("900_test.cql");
        }
    }

    @Test
    void thePackagedFilesCanBeReadAndAreInOrder() {
        List<SchemaFile> files = SchemaFile.packaged();

        assertThat(files)
                .extracting(SchemaFile::name)
                .contains("001_platform.cql")
                .isSorted();
        assertThat(TableDeclaration.of(files)).containsKey("changes");
    }
}
