package cloud.hanok.compliance.guard;

/** What a guard says of a text or a tool. */
public sealed interface GuardDecision {
    /** It may go on as it is. */
    GuardDecision ALLOWED = new Allowed();

    /** It may go on as it is. */
    record Allowed() implements GuardDecision {}

    /**
     * This goes on in its place.
     *
     * @param text not longer in UTF-8 than what it replaces: credit is held by the length of the prompt
     */
    record Replaced(String text) implements GuardDecision {
        @Override
        public String toString() {
            return "Replaced[" + text.length() + " characters]";
        }
    }

    /**
     * The request is refused. What was found is not in the reasons: they reach logs.
     *
     * @param english why, a clause that follows a colon
     * @param korean the same
     */
    record Refused(String english, String korean) implements GuardDecision {}
}
