package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import java.util.List;

/** Writes any number of rows of one partition, as many at a time as a batch may carry. */
final class Partitions {
    private Partitions() {}

    static void write(Cql cql, List<BoundWrite> writes) {
        for (int start = 0; start < writes.size(); start += Cql.MAX_BATCH_STATEMENTS) {
            int end = Math.min(writes.size(), start + Cql.MAX_BATCH_STATEMENTS);
            cql.writeTogether(writes.subList(start, end));
        }
    }
}
