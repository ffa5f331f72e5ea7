package cloud.hanok.api.files;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import jakarta.inject.Singleton;
import java.io.OutputStream;
import java.util.OptionalLong;

/** Sends contents with their length. What Micronaut itself sends of streams goes in chunks of 8 KiB, and of publishers without a length. */
@Singleton
final class OutgoingBodyWriter implements ResponseBodyWriter<OutgoingBody> {
    @Override
    public CloseableByteBody writePiece(
            ByteBodyFactory bodies,
            HttpRequest<?> request,
            HttpResponse<?> response,
            Argument<OutgoingBody> type,
            MediaType mediaType,
            OutgoingBody body) {
        return bodies.adapt(body.chunks(bodies.readBufferFactory()::adapt), OptionalLong.of(body.length()));
    }

    @Override
    public void writeTo(
            Argument<OutgoingBody> type,
            MediaType mediaType,
            OutgoingBody body,
            MutableHeaders headers,
            OutputStream stream) {
        throw new UnsupportedOperationException("a content is sent as it is read");
    }
}
