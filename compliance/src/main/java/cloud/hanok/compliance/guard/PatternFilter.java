package cloud.hanok.compliance.guard;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces what a pattern finds in a text that comes in pieces. At each place, from left to right, either the pattern matches, or it
 * cannot whatever follows, or it depends on what follows: then the text from there on is held back. So what comes out does not depend on
 * where the text was cut.
 */
public final class PatternFilter implements TextFilter {
    private final Matcher matcher;
    private final Function<Matcher, String> shown;
    private final StringBuilder held = new StringBuilder();
    /** Where {@link #held} begins to be undecided; what stands before it is there for the pattern to look back at. */
    private int decided;

    /**
     * @param pattern finds texts of bounded length, and looks back one character at most
     * @param shown what is shown of a match
     */
    public PatternFilter(Pattern pattern, Function<Matcher, String> shown) {
        this.matcher = pattern.matcher(held);
        this.shown = shown;
        matcher.useTransparentBounds(true).useAnchoringBounds(false);
    }

    @Override
    public String feed(String piece) {
        held.append(piece);
        return decide(false);
    }

    @Override
    public String end() {
        return decide(true);
    }

    private String decide(boolean whole) {
        StringBuilder out = new StringBuilder();
        matcher.reset();
        int at = decided;
        int from = decided;
        while (at < held.length()) {
            boolean found = matcher.region(at, held.length()).lookingAt();
            if (matcher.hitEnd() && !whole) {
                break;
            }
            if (found && matcher.end() > at) {
                out.append(held, from, at).append(shown.apply(matcher));
                at = matcher.end();
                from = at;
            } else {
                at++;
            }
        }
        out.append(held, from, at);
        // One decided character stays, to look back at.
        int gone = Math.max(0, at - 1);
        held.delete(0, gone);
        decided = at - gone;
        return out.toString();
    }
}
