package cloud.hanok.api.slice;

import com.openai.client.OpenAIClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import com.openai.models.uploads.parts.PartCreateParams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Random;

/** Files as OpenAI's Java client sends and reads them. */
final class SentFiles {
    private SentFiles() {}

    static FileCreateParams params(String name, byte[] content) {
        return FileCreateParams.builder()
                .file(MultipartField.<InputStream>builder()
                        .value(new ByteArrayInputStream(content))
                        .filename(name)
                        .build())
                .purpose(FilePurpose.USER_DATA)
                .build();
    }

    /** Sends a part of an upload, and returns its id. */
    static String part(OpenAIClient client, String upload, byte[] content, int from, int length) {
        return client.uploads()
                .parts()
                .create(PartCreateParams.builder()
                        .uploadId(upload)
                        .data(new ByteArrayInputStream(content, from, length))
                        .build())
                .validate()
                .id();
    }

    /** The content of a file. */
    static byte[] content(OpenAIClient client, String file) {
        try (HttpResponse answer = client.files().content(file)) {
            return answer.body().readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Bytes that nobody can make shorter. */
    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
