package cloud.hanok.platform.cassandra;

/**
 * A statement and how it must be sent: nothing about consistency or repetition is left to a driver's default.
 *
 * @param cql its text, with {@code ?} for each value
 * @param kind what it does, from which consistency and idempotence follow
 */
public record CqlStatement(String cql, Kind kind) {
    /** What a statement does. */
    public enum Kind {
        /** A read at {@code LOCAL_QUORUM}; may be repeated. */
        READ,
        /** A read at {@code LOCAL_SERIAL}, which also finishes a decision that is under way; may be repeated. */
        SERIAL_READ,
        /** A plain write at {@code LOCAL_QUORUM} whose repetition changes nothing. */
        WRITE,
        /** A lightweight transaction ({@code IF ...}) at {@code LOCAL_SERIAL}; never repeated by the driver. */
        DECISION
    }

    /** A read. */
    public static CqlStatement read(String cql) {
        return new CqlStatement(cql, Kind.READ);
    }

    /** A read that sees every decision made before it. */
    public static CqlStatement serialRead(String cql) {
        return new CqlStatement(cql, Kind.SERIAL_READ);
    }

    /** A write that may be repeated. */
    public static CqlStatement write(String cql) {
        return new CqlStatement(cql, Kind.WRITE);
    }

    /** A lightweight transaction. */
    public static CqlStatement decision(String cql) {
        return new CqlStatement(cql, Kind.DECISION);
    }
}
