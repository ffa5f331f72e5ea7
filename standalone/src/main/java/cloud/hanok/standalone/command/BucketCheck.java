package cloud.hanok.standalone.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whether the bucket that a person's settings name for files answers. It is asked without its key: whether that opens it, the control
 * plane says in its log when it starts.
 */
final class BucketCheck {
    private static final String PREFIX = "hanok.files.s3.";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;

    private final Map<String, String> settings;

    /** @param settings by their whole names */
    BucketCheck(Map<String, String> settings) {
        this.settings = settings;
    }

    /** Its name and where it is; empty when files lie in a folder. */
    Optional<String> bucket() {
        return value("endpoint").map(endpoint -> value("bucket").orElse("(no name)") + " at " + endpoint);
    }

    /** Why it cannot be used; empty when it answers. Blocks, for seconds at most. */
    Optional<String> problem() {
        for (String needed : new String[] {"bucket", "access-key-file", "secret-key-file"}) {
            if (value(needed).isEmpty()) {
                return Optional.of(PREFIX + needed + " is not set");
            }
        }
        for (String file : new String[] {"access-key-file", "secret-key-file", "ca-file"}) {
            Optional<String> unreadable = value(file).filter(name -> !Files.isReadable(Path.of(name)));
            if (unreadable.isPresent()) {
                return unreadable.map(name -> PREFIX + file + ": " + name + " cannot be read");
            }
        }
        try {
            return asked();
        } catch (IOException e) {
            return Optional.of(e.getMessage() == null ? "nobody answers there" : e.getMessage());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the question was broken off");
        }
    }

    private Optional<String> asked() throws IOException, GeneralSecurityException, InterruptedException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE);
        Optional<String> authorities = value("ca-file");
        if (authorities.isPresent()) {
            builder.sslContext(trusting(Path.of(authorities.get())));
        }
        try (HttpClient client = builder.build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(address()).timeout(PATIENCE).build();
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == NOT_FOUND ? Optional.of("the store says that there is no such bucket") : Optional.empty();
        }
    }

    /** What a person meant by path or by host, as the control plane takes it. */
    private URI address() {
        URI endpoint = URI.create(value("endpoint").orElseThrow());
        String bucket = value("bucket").orElseThrow();
        return value("path-style").map("false"::equals).orElse(false)
                ? URI.create(endpoint.getScheme() + "://" + bucket + "." + endpoint.getAuthority() + "/")
                : URI.create(endpoint + (endpoint.toString().endsWith("/") ? "" : "/") + bucket);
    }

    private static SSLContext trusting(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(authorities)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), each);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private Optional<String> value(String key) {
        return Optional.ofNullable(settings.get(PREFIX + key)).filter(each -> !each.isBlank());
    }
}
