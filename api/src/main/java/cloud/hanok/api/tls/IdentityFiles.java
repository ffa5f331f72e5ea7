package cloud.hanok.api.tls;

import cloud.hanok.api.config.ConfigurationRefusedException;
import cloud.hanok.api.config.TlsConfiguration;
import cloud.hanok.platform.turn.Turns;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files of the listener's certificate, and takes what is new there. What cannot be used is said, in the log and in a
 * metric, once for each change; the one before goes on to be used.
 */
@Singleton
@Requires(property = "hanok.tls.certificate-file", pattern = ".+")
final class IdentityFiles {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityFiles.class);

    private final Path certificate;
    private final Path key;
    private final Clock clock;
    private final Counter taken;
    private final Counter refused;
    private final CurrentIdentity identity;
    private final Turns turns;
    private String seen;

    /** @throws ConfigurationRefusedException when what is there at the start cannot be used */
    IdentityFiles(TlsConfiguration configured, MeterRegistry meters, Clock clock) {
        this.certificate = Path.of(configured.certificateFile());
        this.key = Path.of(configured.keyFile());
        this.clock = clock;
        this.taken = counter(meters, "taken");
        this.refused = counter(meters, "refused");
        try {
            this.identity = new CurrentIdentity(ServerIdentity.read(certificate, key, clock.instant()));
        } catch (ServerIdentity.UnusableException unusable) {
            throw new ConfigurationRefusedException(
                    List.of("hanok.tls.certificate-file, hanok.tls.key-file: " + unusable.getMessage()));
        }
        this.seen = identity.get().files();
        Gauge.builder(
                        "hanok.tls.certificate.expires",
                        identity,
                        of -> of.get().expiresAt().getEpochSecond())
                .description("when the certificate in use ends to be in force, in seconds since 1970")
                .register(meters);
        turns = new Turns("tls-identity", configured.checkInterval(), this::look);
        turns.startAfterPause();
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("hanok.tls.certificate.changes")
                .tag("result", result)
                .description("changed files of the certificate that were taken, or could not be used")
                .register(meters);
    }

    /** What handshakes ask. */
    CurrentIdentity identity() {
        return identity;
    }

    @PreDestroy
    void close() {
        turns.end();
    }

    private void look() {
        try {
            String now = ServerIdentity.fingerprint(certificate, key);
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            ServerIdentity next = ServerIdentity.read(certificate, key, clock.instant());
            identity.set(next);
            taken.increment();
            LOG.info("the certificate of {} is used from now on; it ends on {}", next.subject(), next.expiresAt());
        } catch (IOException | ServerIdentity.UnusableException unusable) {
            refused.increment();
            LOG.error("a changed certificate is not used, the one before is: {}", unusable.getMessage());
        }
    }
}
