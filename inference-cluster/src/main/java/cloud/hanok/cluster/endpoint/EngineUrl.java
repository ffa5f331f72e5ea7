package cloud.hanok.cluster.endpoint;

import cloud.hanok.cluster.problem.ClusterException;
import cloud.hanok.cluster.problem.ClusterProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL of an engine, taken apart: {@code http(s)://host[:port][/path]/v1}.
 *
 * @param text as it is kept
 * @param host a name, or an address without brackets
 * @param port the written one, or the scheme's own
 * @param tls whether it is https
 * @param basePath the path, {@code /v1} at its end
 */
public record EngineUrl(String text, String host, int port, boolean tls, String basePath) {
    /** Longer than any real one. */
    public static final int MAX_LENGTH = 2_048;

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int LAST_PORT = 65_535;
    /** No dots alone between slashes, no escapes: what is checked is what is sent. */
    private static final Pattern BASE_PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/v1");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?|[0-9A-Fa-f:.]+");

    /**
     * Takes a URL apart.
     *
     * @throws ClusterException when it is not of the form above; user, query and fragment have no place in it
     */
    public static EngineUrl parse(@Nullable String text) {
        if (text == null || text.length() > MAX_LENGTH) {
            throw invalid();
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw invalid();
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        String path = uri.getRawPath();
        boolean tls = scheme.equals("https");
        if (!(tls || scheme.equals("http"))
                || host == null
                || path == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || uri.getPort() == 0
                || uri.getPort() > LAST_PORT) {
            throw invalid();
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (!HOST.matcher(bare).matches() || !BASE_PATH.matcher(path).matches()) {
            throw invalid();
        }
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
        return new EngineUrl(text, bare.toLowerCase(Locale.ROOT), port, tls, path);
    }

    private static ClusterException invalid() {
        return new ClusterException(new ClusterProblem.InvalidField(
                "url",
                "https://호스트[:포트]/v1 형식이어야 하며 사용자 정보, 쿼리, 프래그먼트는 쓸 수 없습니다.",
                "https://host[:port]/v1 was expected, without user, query or fragment."));
    }
}
