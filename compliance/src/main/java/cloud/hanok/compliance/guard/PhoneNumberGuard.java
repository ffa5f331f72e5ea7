package cloud.hanok.compliance.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps Korean mobile numbers from models. A number in a prompt becomes {@code [전화1]}, the same one always the same; where the model
 * writes that, the client reads the number again; and a number that the model brings itself is shown as {@code 010-****-5678}.
 *
 * <p>It is the smallest guard that does something in both directions, and the pattern for others: what it looks for is short, so a
 * filter holds back some ten characters at most.
 */
public final class PhoneNumberGuard implements Guard {
    /** A number, with the same kind of separators throughout, or one of our placeholders. */
    private static final Pattern FOUND = Pattern.compile(
            "(?<![0-9])(?<first>01[016789])(?<separator>[-. ]?)(?<middle>[0-9]{3,4})\\k<separator>(?<last>[0-9]{4})(?![0-9])"
                    + "|\\[전화(?<placeholder>[1-9][0-9]{0,2})]");

    /** Placeholders have three digits at most; whoever has more numbers in one prompt has them shown as the model's own. */
    private static final int MOST_NUMBERS = 999;

    @Override
    public String name() {
        return "phone-numbers";
    }

    @Override
    public GuardedRequest begin(GuardSubject subject) {
        return new Request();
    }

    private static final class Request implements GuardedRequest {
        private final List<String> numbers = new ArrayList<>();

        @Override
        public GuardDecision prompt(PromptText text) {
            Matcher found = FOUND.matcher(text.text());
            StringBuilder masked = new StringBuilder();
            boolean changed = false;
            while (found.find()) {
                String with = found.group("placeholder") != null ? found.group() : placeholder(found);
                changed |= !with.equals(found.group());
                found.appendReplacement(masked, Matcher.quoteReplacement(with));
            }
            return changed ? new GuardDecision.Replaced(found.appendTail(masked).toString()) : GuardDecision.ALLOWED;
        }

        private String placeholder(Matcher number) {
            int place = numbers.indexOf(number.group());
            if (place < 0) {
                if (numbers.size() == MOST_NUMBERS) {
                    return hidden(number);
                }
                numbers.add(number.group());
                place = numbers.size() - 1;
            }
            return "[전화" + (place + 1) + "]";
        }

        @Override
        public GuardDecision tool(String name) {
            return GuardDecision.ALLOWED;
        }

        @Override
        public TextFilter answer(AnswerText of) {
            return new PatternFilter(FOUND, this::shown);
        }

        private String shown(Matcher found) {
            String placeholder = found.group("placeholder");
            if (placeholder == null) {
                return hidden(found);
            }
            int place = Integer.parseInt(placeholder) - 1;
            return place < numbers.size() ? numbers.get(place) : found.group();
        }

        private static String hidden(Matcher number) {
            String separator = number.group("separator");
            return number.group("first")
                    + separator
                    + "*".repeat(number.group("middle").length())
                    + separator
                    + number.group("last");
        }
    }
}
