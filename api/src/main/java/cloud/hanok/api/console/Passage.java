package cloud.hanok.api.console;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path of the console's pages that stands for one of the API.
 *
 * @param organization whose session it means
 * @param target the path that it stands for, with its query
 */
record Passage(String organization, String target) {
    /** Says why a request may not pass; ours alone, whatever a browser sends. */
    static final String REFUSAL = "x-hanok-refusal";

    /** What a browser says and nobody behind may hear: its own credentials, and where it comes from, which was judged here. */
    static final List<String> OF_BROWSERS = List.of(
            "authorization",
            "proxy-authorization",
            "x-api-key",
            "cookie",
            "origin",
            "referer",
            "sec-fetch-site",
            Knock.CSRF,
            Knock.BY_ITSELF,
            REFUSAL);

    /** The API, and nothing else that is served here. */
    private static final Pattern FORM =
            Pattern.compile("/console/(-|[A-Za-z0-9][A-Za-z0-9_-]{0,99})/api(/(?:v1|platform/v1)/.*)", Pattern.DOTALL);

    private static final String PREFIX = "/console/";

    /** That of a request's target; null for every other path. */
    static @Nullable Passage of(String uri) {
        if (!uri.startsWith(PREFIX)) {
            return null;
        }
        Matcher form = FORM.matcher(uri);
        return form.matches() ? new Passage(form.group(1), form.group(2)) : null;
    }
}
