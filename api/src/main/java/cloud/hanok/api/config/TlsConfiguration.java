package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code hanok.tls}: encryption of the public listener. Without a certificate it speaks plain HTTP/1.1, for a load balancer that
 * encrypts; with one it speaks TLS alone, on the same port.
 *
 * @param certificateFile the certificate and those between it and its root, in this order, in PEM; empty for none
 * @param keyFile its private key, PKCS#8 in PEM, not encrypted
 * @param checkInterval how often the files are looked at: what changed holds for connections that come then
 * @param http2 whether HTTP/2 is offered beside HTTP/1.1
 */
@ConfigurationProperties("hanok.tls")
public record TlsConfiguration(
        @Bindable(defaultValue = "") String certificateFile,
        @Bindable(defaultValue = "") String keyFile,
        @Bindable(defaultValue = "10s") Duration checkInterval,
        @Bindable(defaultValue = "true") boolean http2) {
    public TlsConfiguration {
        if (certificateFile.isEmpty() != keyFile.isEmpty()) {
            throw new IllegalArgumentException(
                    "hanok.tls.certificate-file, hanok.tls.key-file: both are needed, or neither");
        }
        if (checkInterval.isZero() || checkInterval.isNegative()) {
            throw new IllegalArgumentException("hanok.tls.check-interval: a time was expected: " + checkInterval);
        }
    }

    /** Whether the listener encrypts. */
    public boolean enabled() {
        return !certificateFile.isEmpty();
    }
}
