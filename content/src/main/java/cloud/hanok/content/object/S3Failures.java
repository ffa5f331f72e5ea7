package cloud.hanok.content.object;

import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a bucket's refusals and silences mean. */
final class S3Failures {
    private static final int NO_ROOM = 507;

    /** By which stores say that they are full, whatever status they say it with. */
    private static final Set<String> NO_ROOM_CODES =
            Set.of("InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded");

    private S3Failures() {}

    static RuntimeException of(SdkException cause) {
        if (cause instanceof S3Exception refused && (refused.statusCode() == NO_ROOM || isFull(refused))) {
            return new ObjectStoreFullException(1, 0);
        }
        return new ObjectStoreUnavailableException(
                "the bucket of objects cannot be used: " + cause.getMessage(), cause);
    }

    private static boolean isFull(S3Exception refused) {
        return refused.awsErrorDetails() != null
                && refused.awsErrorDetails().errorCode() != null
                && NO_ROOM_CODES.contains(refused.awsErrorDetails().errorCode());
    }
}
