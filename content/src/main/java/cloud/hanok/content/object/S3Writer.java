package cloud.hanok.content.object;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Writes an object to a bucket: a short one at once, a longer one in parts. A part at a time is in memory. */
final class S3Writer implements ObjectWriter {
    /** Of each part but the last: the least that S3 takes. */
    static final int PART_BYTES = 5 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(S3Writer.class);
    private static final int FIRST_BYTES = 64 << 10;
    private static final String TYPE = "application/octet-stream";

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final List<CompletedPart> done = new ArrayList<>();
    private byte[] part = new byte[FIRST_BYTES];
    private int filled;
    private @Nullable String upload;

    S3Writer(S3Client client, String bucket, String key) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        int at = from;
        while (at < from + length) {
            if (filled == PART_BYTES) {
                send();
            }
            int count = Math.min(from + length - at, PART_BYTES - filled);
            if (filled + count > part.length) {
                part = Arrays.copyOf(part, Math.min(PART_BYTES, Math.max(filled + count, 2 * part.length)));
            }
            System.arraycopy(bytes, at, part, filled, count);
            filled += count;
            at += count;
        }
    }

    @Override
    public void commit() {
        if (upload == null) {
            try {
                client.putObject(request -> request.bucket(bucket).key(key), body());
            } catch (SdkException e) {
                throw S3Failures.of(e);
            }
            return;
        }
        send();
        String id = upload;
        try {
            client.completeMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(id).multipartUpload(parts -> parts.parts(done)));
            upload = null;
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    @Override
    public void close() {
        String left = upload;
        if (left == null) {
            return;
        }
        try {
            client.abortMultipartUpload(request -> request.bucket(bucket)
                    .key(key)
                    .uploadId(left)
                    .overrideConfiguration(call -> call.apiCallTimeout(S3Store.TIDYING_TIMEOUT)));
        } catch (SdkException later) {
            LOG.info("an upload in parts is ended with what dead writers left: {}", later.getMessage());
        }
    }

    private void send() {
        try {
            String id = upload == null ? begin() : upload;
            upload = id;
            int number = done.size() + 1;
            String tag = client.uploadPart(
                            request ->
                                    request.bucket(bucket).key(key).uploadId(id).partNumber(number),
                            body())
                    .eTag();
            done.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            filled = 0;
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    private String begin() {
        return client.createMultipartUpload(request -> request.bucket(bucket).key(key))
                .uploadId();
    }

    /** Not a copy: a part is sent before it is filled again. */
    private RequestBody body() {
        byte[] bytes = part;
        int length = filled;
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, TYPE);
    }
}
