package cloud.hanok.api.console;

import java.util.List;
import java.util.stream.Stream;

/** Cookies as browsers send them and as they are set (RFC 6265). */
final class Cookies {
    /** The session's: one for each organization, told apart by their paths. */
    static final String SESSION = "hanok_console";

    private Cookies() {}

    /** The values of all cookies of this name. */
    static List<String> values(List<String> headers, String name) {
        return headers.stream()
                .flatMap(header -> Stream.of(header.split(";")))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1))
                .distinct()
                .toList();
    }

    /** The session's cookie. Only requests of our own pages carry it: those that come from elsewhere get the page alone, which needs none. */
    static String session(String organization, String value, boolean secure) {
        return SESSION + "=" + value + "; Path=" + path(organization) + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    /** Takes the session's cookie away. */
    static String noSession(String organization, boolean secure) {
        return session(organization, "", secure) + "; Max-Age=0";
    }

    /** The cookie of a sign-in under way. The browser comes back to it from another site, so it may not be strict. */
    static String attempt(String name, String value, long maxAgeSeconds, boolean secure) {
        return name + "=" + value + "; Path=" + ConsoleAddress.ROOT + "sign-in; Max-Age=" + maxAgeSeconds
                + "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }

    private static String path(String organization) {
        return ConsoleAddress.ROOT + organization;
    }
}
