package cloud.hanok.content.object;

import cloud.hanok.platform.secret.Secret;
import java.net.URI;

/**
 * How a bucket is reached.
 *
 * @param endpoint of the store; nothing else is ever talked to
 * @param region that requests are signed for
 * @param bucket that is there already
 * @param accessKey the key's id
 * @param secretKey the key
 * @param pathStyle whether the bucket is named in the path, as most stores that are not Amazon's need it
 */
public record S3Settings(
        URI endpoint, String region, String bucket, String accessKey, Secret secretKey, boolean pathStyle) {}
