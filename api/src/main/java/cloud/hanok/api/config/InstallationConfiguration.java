package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.nio.file.Path;

/**
 * {@code hanok}: this process and the installation it belongs to.
 *
 * @param standalone whether this is one machine for trying and testing; only then are development settings accepted
 * @param dataDir where this process keeps what it must not lose: the journal, and by default the object store
 * @param gatewayId the lasting id of this gateway; it outlives the process and owns the journal
 * @param publicUrl how users reach us, without {@code /v1}
 */
@ConfigurationProperties("hanok")
public record InstallationConfiguration(
        @Bindable(defaultValue = "false") boolean standalone,
        @Bindable(defaultValue = ".hanok/data") Path dataDir,
        @Bindable(defaultValue = "gateway-0") String gatewayId,
        @Bindable(defaultValue = "http://127.0.0.1:8080") URI publicUrl) {

    public InstallationConfiguration {
        if (!gatewayId.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException(
                    "hanok.gateway-id: lower-case letters, digits and - only, at most 63: " + gatewayId);
        }
    }

    /** How users reach us, without a slash at the end: paths are put after it. */
    public String base() {
        return withoutSlash(publicUrl.toString());
    }

    /** An address without a slash at its end. */
    static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
