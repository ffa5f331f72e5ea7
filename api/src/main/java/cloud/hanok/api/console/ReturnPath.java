package cloud.hanok.api.console;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.session.ConsoleSession;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in the console a browser goes once its person is signed in. Nothing else can be said: neither another site, nor another part of this one.
 *
 * @param value a path below {@code /console/}, with its query; empty for the organization's first page
 */
record ReturnPath(String value) {
    private static final int MAX_CHARS = 1_024;

    /** What RFC 3986 lets stand in a path and a query; no backslash, which browsers take for a slash. */
    private static final Pattern FORM = Pattern.compile("/console/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*");

    /** Segments that lead out of the path they stand in, however they are written. */
    private static final Pattern UPWARD = Pattern.compile("(?i)/(\\.|%2e){1,2}(/|$)");

    private static final ReturnPath FIRST_PAGE = new ReturnPath("");

    /** What was asked for, or the first page when that is nowhere in the console. */
    static ReturnPath of(@Nullable String asked) {
        if (asked == null || asked.length() > MAX_CHARS || !FORM.matcher(asked).matches()) {
            return FIRST_PAGE;
        }
        String path = asked.split("\\?", 2)[0];
        return UPWARD.matcher(path).find() || path.contains("//") ? FIRST_PAGE : new ReturnPath(asked);
    }

    /** The same for somebody who is signed in to an organization: never a page of another one, where they may be nobody. */
    String in(String organization) {
        String home = ConsoleAddress.ROOT + organization + "/";
        if (value.isEmpty()) {
            return home;
        }
        String first = value.substring(ConsoleAddress.ROOT.length()).split("[/?]", 2)[0];
        boolean names = first.equals(ConsoleSession.NO_ORGANIZATION) || first.startsWith(TenantId.PREFIX);
        return first.isEmpty() || (names && !first.equals(organization)) ? home : value;
    }
}
