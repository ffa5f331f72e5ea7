package cloud.hanok.cluster.node;

import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.NodeId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The nodes that are known. Blocks. */
public final class Nodes {
    /** One partition; an installation with more nodes has more regions. */
    public static final int MAX_LISTED = 10_000;

    /** The one region there is. */
    static final String REGION = "default";

    private static final CqlStatement INSERT =
            CqlStatement.write("INSERT INTO nodes (region, id, host, cores, memory_bytes, accelerators, seen_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    private static final CqlStatement LIST =
            CqlStatement.read("SELECT id, host, cores, memory_bytes, accelerators, seen_at FROM nodes"
                    + " WHERE region = ? LIMIT " + MAX_LISTED);

    private final Cql cql;

    public Nodes(Keyspaces keyspaces) {
        this.cql = keyspaces.platform();
    }

    /**
     * Records what a node says of itself, in place of what it said before.
     *
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be recorded
     */
    public void announce(Node node) {
        cql.write(
                INSERT,
                node.region(),
                node.id().text(),
                node.host(),
                node.cores(),
                node.memoryBytes(),
                node.accelerators(),
                node.seenAt());
    }

    /** All nodes by id. */
    public List<Node> list() {
        return cql.rows(LIST, REGION).stream().map(Nodes::read).toList();
    }

    private static Node read(Row row) {
        Map<String, Integer> accelerators = row.getMap("accelerators", String.class, Integer.class);
        return new Node(
                NodeId.parse(Objects.requireNonNull(row.getString("id"))),
                REGION,
                Objects.requireNonNullElse(row.getString("host"), ""),
                row.getInt("cores"),
                row.getLong("memory_bytes"),
                Objects.requireNonNullElse(accelerators, Map.of()),
                Objects.requireNonNullElse(row.getInstant("seen_at"), Instant.EPOCH));
    }
}
