package cloud.hanok.billing.report;

import java.util.Arrays;
import java.util.Optional;

/** What the rows of a bucket can be split by. */
public enum GroupBy {
    /** Workspace. */
    PROJECT("project_id"),
    /** Key. */
    API_KEY("api_key_id"),
    /** Member who asked with a token of their own. */
    USER("user_id"),
    /** Name the callers asked for. */
    MODEL("model"),
    /** Whether it was asked in a batch. */
    BATCH("batch"),
    /** Model and kind of token; costs only. */
    LINE_ITEM("line_item");

    private final String text;

    GroupBy(String text) {
        this.text = text;
    }

    /** As on the wire. */
    public String text() {
        return text;
    }

    /** The one with this text. */
    static Optional<GroupBy> of(String text) {
        return Arrays.stream(values()).filter(by -> by.text.equals(text)).findFirst();
    }
}
