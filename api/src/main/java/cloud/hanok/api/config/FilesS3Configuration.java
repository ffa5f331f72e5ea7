package cloud.hanok.api.config;

import cloud.hanok.content.object.S3Settings;
import cloud.hanok.platform.secret.Secret;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code hanok.files.s3}: a bucket for what is in files, in the place of a folder.
 *
 * @param endpoint of the store; empty for a folder
 * @param region that requests are signed for
 * @param bucket that is there already
 * @param accessKeyFile file that holds the key's id
 * @param secretKeyFile file that holds the key, readable by its owner alone
 * @param pathStyle whether the bucket is named in the path, as most stores that are not Amazon's need it
 * @param caFile certificates, in PEM, of the authorities that the store's certificate is trusted by; empty: those that the JVM trusts
 */
@ConfigurationProperties("hanok.files.s3")
public record FilesS3Configuration(
        @Bindable(defaultValue = "") String endpoint,
        @Bindable(defaultValue = "us-east-1") String region,
        @Bindable(defaultValue = "") String bucket,
        @Bindable(defaultValue = "") String accessKeyFile,
        @Bindable(defaultValue = "") String secretKeyFile,
        @Bindable(defaultValue = "true") boolean pathStyle,
        @Bindable(defaultValue = "") String caFile) {
    public FilesS3Configuration {
        if (!endpoint.isEmpty() && (bucket.isEmpty() || accessKeyFile.isEmpty() || secretKeyFile.isEmpty())) {
            throw new IllegalArgumentException(
                    "hanok.files.s3: with an endpoint, bucket, access-key-file and secret-key-file are needed");
        }
    }

    /**
     * How the bucket is reached; empty for a folder.
     *
     * @throws ConfigurationRefusedException when a file cannot be read
     */
    public Optional<S3Settings> settings() {
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new S3Settings(
                URI.create(endpoint),
                region,
                bucket,
                SecretFile.read("hanok.files.s3.access-key-file", Path.of(accessKeyFile)),
                new Secret(SecretFile.read("hanok.files.s3.secret-key-file", Path.of(secretKeyFile))),
                pathStyle,
                caFile.isEmpty() ? List.of() : AuthoritiesFile.read("hanok.files.s3.ca-file", Path.of(caFile))));
    }
}
