package cloud.hanok.api.console;

import java.util.List;
import java.util.function.Function;

/**
 * What a request to the console's backend says of where it comes from.
 *
 * @param organization whose session it means, as its path says
 * @param changes whether its method may change something
 * @param cookies its {@code Cookie} headers
 * @param csrf its {@value #CSRF} headers
 * @param origins its {@code Origin} headers
 * @param sites what the browser says in {@code Sec-Fetch-Site}
 * @param byItself whether a page asks by itself, and not because the person did something: that keeps no session open
 */
record Knock(
        String organization,
        boolean changes,
        List<String> cookies,
        List<String> csrf,
        List<String> origins,
        List<String> sites,
        boolean byItself) {
    /** The header with the session's token against forged requests. */
    static final String CSRF = "x-hanok-csrf";

    /** The header of what a page asks by itself, whatever its value. */
    static final String BY_ITSELF = "x-hanok-background";

    private static final List<String> SAFE = List.of("GET", "HEAD");

    /**
     * That of a request.
     *
     * @param headers all values of a header
     */
    static Knock of(String organization, String method, Function<String, List<String>> headers) {
        return new Knock(
                organization,
                !SAFE.contains(method),
                headers.apply("cookie"),
                headers.apply(CSRF),
                headers.apply("origin"),
                headers.apply("sec-fetch-site"),
                !headers.apply(BY_ITSELF).isEmpty());
    }

    @Override
    public String toString() {
        return "Knock[" + organization + "]";
    }
}
