package cloud.hanok.api.gateway;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The spans of requests that have ended, in their order. */
final class EndedSpans implements SpanExporter {
    private static final long LIMIT_SECONDS = 10;

    private final BlockingQueue<SpanData> requests = new LinkedBlockingQueue<>();

    /** One whose spans come here. */
    Tracer tracer() {
        return SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(this))
                .build()
                .get("test");
    }

    /** The next request's span: it may end a moment after its client has the answer. */
    SpanData next() throws InterruptedException {
        SpanData next = requests.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no request has ended");
        }
        return next;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        spans.stream().filter(span -> span.getKind() == SpanKind.SERVER).forEach(requests::add);
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
