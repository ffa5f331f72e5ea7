package cloud.hanok.compliance.guard;

/**
 * Reads a text as it is written, and says what of it may be shown. However the text is cut into pieces, all it returned is the same in
 * the end: it holds back what the next piece could make part of something, and no more, so that a reader waits for as little as possible.
 */
public interface TextFilter {
    /** Shows everything as it is: of a guard that judges prompts or tools alone. */
    TextFilter UNCHANGED = new TextFilter() {
        @Override
        public String feed(String piece) {
            return piece;
        }

        @Override
        public String end() {
            return "";
        }
    };

    /**
     * Takes the next piece.
     *
     * @return what may be shown now, maybe nothing; never half a surrogate pair where the piece had none
     */
    String feed(String piece);

    /** The text is whole: what was held back. The filter is not used again. */
    String end();
}
