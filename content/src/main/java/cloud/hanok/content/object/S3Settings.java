package cloud.hanok.content.object;

import cloud.hanok.platform.secret.Secret;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How a bucket is reached.
 *
 * @param endpoint of the store; nothing else is ever talked to
 * @param region that requests are signed for
 * @param bucket that is there already
 * @param accessKey the key's id
 * @param secretKey the key
 * @param pathStyle whether the bucket is named in the path, as most stores that are not Amazon's need it
 * @param authorities that the store's certificate is trusted by, and no others; empty: those that the JVM trusts
 */
public record S3Settings(
        URI endpoint,
        String region,
        String bucket,
        String accessKey,
        Secret secretKey,
        boolean pathStyle,
        List<X509Certificate> authorities) {
    public S3Settings {
        authorities = List.copyOf(authorities);
    }
}
