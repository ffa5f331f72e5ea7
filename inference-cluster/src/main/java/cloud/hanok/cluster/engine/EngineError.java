package cloud.hanok.cluster.engine;

import java.util.Locale;

/**
 * Why an engine refused or failed, in words of ours.
 *
 * @param kind what it means for the client
 * @param detail what the engine said, for the log and, where the client caused it, for the client; JSON escapes as sent
 */
public record EngineError(Kind kind, String detail) {
    /** The closed set of meanings. */
    public enum Kind {
        /** The prompt and the asked output do not fit the model's context. */
        CONTEXT_LENGTH_EXCEEDED,
        /** The client asked for something this engine does not take. */
        INVALID_REQUEST,
        /** The engine is full; later it may answer. */
        OVERLOADED,
        /** The engine itself failed, or refused us. */
        FAILED;

        static Kind ofStatus(int status) {
            return switch (status) {
                case 400, 413, 422, 501 -> INVALID_REQUEST;
                case 429, 503 -> OVERLOADED;
                default -> FAILED;
            };
        }
    }

    /** Reads the members of an error object. */
    static EngineError of(int status, JsonMembers error) {
        String message = error.rawText(Names.MESSAGE);
        String type = error.rawText(Names.TYPE);
        String code = error.rawText(Names.CODE);
        String text = message == null ? "" : message;
        String all = (text + " " + type + " " + code).toLowerCase(Locale.ROOT);
        Kind kind = Kind.ofStatus(status);
        if (kind == Kind.INVALID_REQUEST
                && (all.contains("exceed_context_size")
                        || all.contains("context_length")
                        || all.contains("maximum context length")
                        || all.contains("context size"))) {
            kind = Kind.CONTEXT_LENGTH_EXCEEDED;
        }
        return new EngineError(kind, text);
    }
}
