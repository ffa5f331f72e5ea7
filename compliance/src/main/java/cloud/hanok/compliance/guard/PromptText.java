package cloud.hanok.compliance.guard;

/**
 * A text of a prompt.
 *
 * @param role who says it
 * @param text as the model would read it, unescaped; arguments of a tool's call are JSON in it
 */
public record PromptText(Role role, String text) {
    /** Who says it. */
    public enum Role {
        /** The instructions of the one who built the application. */
        SYSTEM,
        /** The person who asks; and texts that are not of a conversation. */
        USER,
        /** A model, earlier. */
        ASSISTANT,
        /** A tool: what it found, which nobody vouches for. */
        TOOL
    }

    @Override
    public String toString() {
        return "PromptText[" + role + ", " + text.length() + " characters]";
    }
}
