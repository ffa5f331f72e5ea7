package cloud.hanok.platform.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;

/** What became of a lightweight transaction. */
public sealed interface DecisionOutcome {
    /** The condition held and the change was made. */
    record Applied() implements DecisionOutcome {}

    /**
     * The condition did not hold; nothing was changed.
     *
     * @param current the row as it stands; its columns are empty when there is none
     */
    record Refused(Row current) implements DecisionOutcome {}

    /**
     * No answer came: the change may have been made, or be made yet. Read with
     * {@link CqlStatement#serialRead(String)} before deciding again.
     *
     * @param cause what the driver said
     */
    record Unknown(Throwable cause) implements DecisionOutcome {}
}
