package cloud.hanok.content.object;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket of a store that speaks S3: {@code files/<tenant>/<last two characters>/<object>}. A short object is put at once, a longer one
 * in parts; both are there whole or not at all. What is sent is sealed, and checked when it is opened, so no checksums are sent besides:
 * not every store takes them. The endpoint alone is talked to: no metadata service, no proxy, no profile of the machine is asked.
 */
public final class S3Store implements ObjectStore {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(20);
    /** One call with all its attempts, up to its answer's head. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    /** Of what is done later where it is not done now: nobody is kept waiting for it. */
    static final Duration TIDYING_TIMEOUT = Duration.ofSeconds(10);

    private static final int ATTEMPTS = 3;
    private static final String PREFIX = "files/";
    private static final int SHARD_CHARACTERS = 2;
    private static final int BEHIND_THE_END = 416;

    private final S3Client client;
    private final String bucket;

    private S3Store(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /** Opens a bucket. Nothing is asked of it yet: see {@link #problem()}. */
    public static S3Store open(S3Settings settings) {
        var key = AwsBasicCredentials.create(
                settings.accessKey(), settings.secretKey().reveal());
        S3Client client = S3Client.builder()
                .endpointOverride(settings.endpoint())
                .region(Region.of(settings.region()))
                .credentialsProvider(StaticCredentialsProvider.create(key))
                .forcePathStyle(settings.pathStyle())
                .defaultsMode(DefaultsMode.STANDARD)
                .disableS3ExpressSessionAuth(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .overrideConfiguration(
                        each -> each.defaultProfileFile(ProfileFile.aggregator().build())
                                .retryStrategy(StandardRetryStrategy.builder()
                                        .maxAttempts(ATTEMPTS)
                                        .build())
                                .apiCallTimeout(CALL_TIMEOUT))
                .httpClientBuilder(connections(settings.authorities()))
                .build();
        return new S3Store(client, settings.bucket());
    }

    private static UrlConnectionHttpClient.Builder connections(List<X509Certificate> authorities) {
        UrlConnectionHttpClient.Builder connections = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(SOCKET_TIMEOUT)
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariablesValues(false)
                        .build());
        if (!authorities.isEmpty()) {
            TrustManager[] trust = S3Trust.in(authorities);
            connections.tlsTrustManagersProvider(() -> trust);
        }
        return connections;
    }

    /** Why the bucket cannot be used now; empty when it can. Blocks. */
    public Optional<String> problem() {
        try {
            client.listObjectsV2(
                    request -> request.bucket(bucket).prefix(PREFIX).maxKeys(1));
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public ObjectWriter write(TenantId tenant, Ulid name) {
        return new S3Writer(client, bucket, key(tenant, name));
    }

    @Override
    public InputStream read(TenantId tenant, Ulid name, long from) {
        try {
            return new S3Reader(client.getObject(
                    request -> request.bucket(bucket).key(key(tenant, name)).range("bytes=" + from + "-")));
        } catch (NoSuchKeyException e) {
            throw new ObjectMissingException(name);
        } catch (S3Exception e) {
            if (e.statusCode() == BEHIND_THE_END) {
                return InputStream.nullInputStream();
            }
            throw S3Failures.of(e);
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    @Override
    public void delete(TenantId tenant, Ulid name) {
        try {
            client.deleteObject(request -> request.bucket(bucket)
                    .key(key(tenant, name))
                    .overrideConfiguration(call -> call.apiCallTimeout(TIDYING_TIMEOUT)));
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    @Override
    public int writerBytes() {
        return S3Writer.PART_BYTES;
    }

    /** Ends uploads in parts that nobody will complete: a store keeps their parts for ever. Others of the bucket are left alone. */
    @Override
    public void removeLeftovers(Instant before) {
        try {
            client
                    .listMultipartUploadsPaginator(
                            request -> request.bucket(bucket).prefix(PREFIX))
                    .uploads()
                    .stream()
                    .filter(upload -> upload.key().startsWith(PREFIX)
                            && upload.initiated().isBefore(before))
                    .forEach(upload -> client.abortMultipartUpload(
                            request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static String key(TenantId tenant, Ulid name) {
        String text = name.toString();
        return PREFIX + tenant.ulid() + "/" + text.substring(text.length() - SHARD_CHARACTERS) + "/" + text;
    }
}
