package cloud.hanok.compliance.guard;

/**
 * Which text of an answer a filter reads.
 *
 * @param choice which of the answers, from 0
 * @param kind what it is
 * @param tool which of the answer's calls of tools, from 0; 0 for other kinds
 */
public record AnswerText(int choice, Kind kind, int tool) {
    /** What it is. */
    public enum Kind {
        /** What the client reads. */
        CONTENT,
        /** What the model thought before. */
        REASONING,
        /** A tool's arguments: the text of a JSON document, and must be one afterwards. */
        TOOL_ARGUMENTS
    }
}
