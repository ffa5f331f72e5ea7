package cloud.hanok.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in the fields of an HTML page's forms. */
public final class FormFields {
    private static final Pattern INPUT = Pattern.compile("<input[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern VALUE = Pattern.compile("value=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

    private FormFields() {}

    /** What the page says in the first field of a name that says anything. */
    public static String value(String html, String name) {
        Matcher input = INPUT.matcher(html);
        while (input.find()) {
            Matcher value = VALUE.matcher(input.group());
            if (input.group().contains("name=\"" + name + "\"") && value.find()) {
                return value.group(1);
            }
        }
        throw new AssertionError("no field " + name + " on the page " + html);
    }
}
