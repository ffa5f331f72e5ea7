package cloud.hanok.platform.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Moves whole tables from a keyspace that is about to be dropped into another one with the same tables: partition by partition, each
 * written there before it is deleted here, so that a call that ended in the middle is gone on with by the next. Blocks.
 */
public final class RecordsMove {
    private RecordsMove() {}

    /**
     * Moves tables.
     *
     * @param from where nobody writes any more
     * @param to where what is there already under the same keys is overwritten
     * @param tables by name
     * @param each is called before each partition; what it throws ends the call
     * @throws StoreUnavailableException when one of the two does not answer
     */
    public static void move(Cql from, Cql to, List<String> tables, Runnable each) {
        Map<String, TableDeclaration> declared = TableDeclaration.of(SchemaFile.packaged());
        for (String table : tables) {
            TableDeclaration declaration = declared.get(table);
            if (declaration == null) {
                throw new IllegalArgumentException("there is no table " + table);
            }
            move(from, to, table, declaration.partitionKey(), each);
        }
    }

    private static void move(Cql from, Cql to, String table, List<String> key, Runnable each) {
        String where = " WHERE " + String.join(" = ? AND ", key) + " = ?";
        CqlStatement partitions = CqlStatement.read("SELECT DISTINCT " + String.join(", ", key) + " FROM " + table);
        CqlStatement rows = CqlStatement.read("SELECT JSON * FROM " + table + where);
        CqlStatement insert = CqlStatement.write("INSERT INTO " + table + " JSON ? DEFAULT UNSET");
        CqlStatement delete = CqlStatement.write("DELETE FROM " + table + where);
        for (Row partition : from.stream(partitions)) {
            each.run();
            List<Object> of = new ArrayList<>();
            for (String column : key) {
                of.add(partition.getObject(column));
            }
            for (Row row : from.stream(rows, of.toArray())) {
                to.write(insert, row.getString(0));
            }
            from.write(delete, of.toArray());
        }
    }
}
