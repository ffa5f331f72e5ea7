package cloud.hanok.api.console;

import cloud.hanok.api.config.ConsoleConfiguration;
import cloud.hanok.api.config.InstallationConfiguration;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where browsers find the console, and which pages are its own. */
@Singleton
final class ConsoleAddress {
    /** Before all its paths. */
    static final String ROOT = "/console/";

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

    private final String base;
    private final boolean secure;
    private final boolean anyLoopbackName;
    private final Set<String> origins = new LinkedHashSet<>();

    ConsoleAddress(ConsoleConfiguration console, InstallationConfiguration installation) {
        this.base = console.place(installation);
        URI address = URI.create(base);
        this.secure = "https".equals(address.getScheme());
        this.anyLoopbackName = installation.standalone() && LOOPBACK.contains(address.getHost());
        if (anyLoopbackName) {
            LOOPBACK.forEach(name -> origins.add(origin(address, name)));
        } else {
            origins.add(origin(address, address.getHost()));
        }
    }

    /** Where Keycloak sends browsers back to. */
    String redirectUri() {
        return base + "/sign-in/callback";
    }

    /** Where it begins. */
    String home() {
        return base + "/";
    }

    /** Whether it is reached by TLS alone. */
    boolean secure() {
        return secure;
    }

    /** Whether a page of this origin is one of ours. */
    boolean isOwn(String origin) {
        return origins.contains(origin);
    }

    /**
     * Where a sign-in that was begun under another name of this machine has to begin, so that its cookie is there when the browser comes back;
     * null when it is at the right place.
     *
     * @param host that the browser asked for
     */
    @Nullable
    String rightPlace(String host, String pathAndQuery) {
        String own = URI.create(base).getRawAuthority();
        boolean another = anyLoopbackName && !host.isEmpty() && !host.equals(own);
        return another && isOwn(base.substring(0, base.indexOf("//")) + "//" + host)
                ? base.substring(0, base.indexOf("//")) + "//" + own + pathAndQuery
                : null;
    }

    private static String origin(URI address, String host) {
        return address.getScheme() + "://" + host + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }
}
