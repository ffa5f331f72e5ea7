package cloud.hanok.platform.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Where a live schema departs from what the files declare. Tables and columns that no file knows are left alone: during
 * a rolling upgrade an older program meets the schema of a newer one.
 *
 * @param lines one a difference, each naming table and column, what is there, and what should be
 */
public record SchemaDiff(List<String> lines) {
    public SchemaDiff {
        lines = List.copyOf(lines);
    }

    /** Whether the schema is as declared. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    @Override
    public String toString() {
        return isEmpty() ? "the schema is as declared" : String.join(System.lineSeparator(), lines);
    }

    static SchemaDiff between(Collection<TableDeclaration> declared, KeyspaceMetadata live) {
        List<String> lines = new ArrayList<>();
        for (TableDeclaration table : declared) {
            live.getTable(CqlIdentifier.fromInternal(table.name()))
                    .ifPresentOrElse(
                            found -> compare(table, found, lines),
                            () -> lines.add("table " + table.name() + ": missing"));
        }
        return new SchemaDiff(lines);
    }

    private static void compare(TableDeclaration table, TableMetadata live, List<String> lines) {
        table.columns().forEach((name, type) -> {
            ColumnMetadata column = live.getColumns().get(CqlIdentifier.fromInternal(name));
            if (column == null) {
                lines.add("table " + table.name() + ": column " + name + " " + type + " is missing");
                return;
            }
            String found = TableDeclaration.type(column.getType().asCql(true, false));
            if (!found.equals(type)) {
                lines.add("table " + table.name() + ": column " + name + " is " + found + ", declared is " + type);
            }
        });
        compareKey(table, "partition", table.partitionKey(), names(live.getPartitionKey()), lines);
        compareKey(
                table,
                "clustering",
                table.clusteringKey(),
                names(live.getClusteringColumns().keySet()),
                lines);
    }

    private static void compareKey(
            TableDeclaration table, String which, List<String> declared, List<String> found, List<String> lines) {
        if (!found.equals(declared)) {
            lines.add("table " + table.name() + ": the " + which + " key is " + found + ", declared is " + declared);
        }
    }

    private static List<String> names(Collection<ColumnMetadata> columns) {
        return columns.stream().map(column -> column.getName().asInternal()).toList();
    }
}
