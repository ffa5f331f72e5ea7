package cloud.hanok.api.gateway;

import cloud.hanok.billing.usage.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Metrics and traces of requests, under the names of OpenTelemetry's GenAI conventions. Spans are made when a request
 * has ended, from the moments that were noted, so that an unsampled request costs nothing. No text of anybody is in
 * them, with one exception: what a client says about its own request ({@code metadata}) is on the request's span, for whoever
 * asks to find it there. It is in no metric, which its values would multiply, and in no line of the log.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/">the GenAI semantic conventions</a>
 */
final class GatewayTelemetry {
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("hanok.request.id");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    private static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
    private static final AttributeKey<Long> OUTPUT = AttributeKey.longKey("gen_ai.usage.output_tokens");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> SITE = AttributeKey.stringKey("hanok.site.country");

    /** Before the name of each pair of a request's metadata. */
    private static final String METADATA = "hanok.metadata.";

    private static final TextMapGetter<ClientRequest> TRACEPARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(ClientRequest carrier) {
            return List.of("traceparent");
        }

        @Override
        public @Nullable String get(@Nullable ClientRequest carrier, String key) {
            return carrier != null && key.equals("traceparent") ? carrier.traceparent() : null;
        }
    };

    private final MeterRegistry meters;
    private final Tracer tracer;
    private final Clock clock;
    private final ConcurrentMap<String, ModelMeters> models = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Counter> errors = new ConcurrentHashMap<>();

    GatewayTelemetry(MeterRegistry meters, Tracer tracer, Clock clock) {
        this.meters = meters;
        this.tracer = tracer;
        this.clock = clock;
    }

    /** A request has ended, however. */
    void ended(ExchangeSummary summary) {
        long endNanos = System.nanoTime();
        count(summary, endNanos);
        trace(summary, endNanos);
    }

    private void count(ExchangeSummary summary, long endNanos) {
        if (summary.error() != null) {
            errors.computeIfAbsent(summary.error().code().code(), this::errorCounter)
                    .increment();
        }
        Route route = summary.route();
        if (route == null) {
            return;
        }
        ModelMeters model = models.computeIfAbsent(route.deployment().name(), ModelMeters::new);
        long durationNanos = endNanos - summary.times().startNanos();
        model.duration.record(durationNanos, TimeUnit.NANOSECONDS);
        long firstTokenNanos = summary.times().toFirstTokenNanos();
        if (firstTokenNanos >= 0) {
            model.toFirstToken.record(firstTokenNanos, TimeUnit.NANOSECONDS);
        }
        AttemptResult result = summary.result();
        if (result != null) {
            model.input.record(result.usage().promptTokens());
            model.output.record(result.usage().completionTokens());
            long output = result.usage().completionTokens();
            if (result.outcome() == Outcome.COMPLETED && output > 1 && firstTokenNanos >= 0) {
                model.perOutputToken.record((durationNanos - firstTokenNanos) / (output - 1), TimeUnit.NANOSECONDS);
            }
        }
    }

    private Counter errorCounter(String code) {
        return Counter.builder("hanok.gateway.errors")
                .description("requests answered with an error, by its code")
                .tag("code", code)
                .register(meters);
    }

    private void trace(ExchangeSummary summary, long endNanos) {
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), summary.client(), TRACEPARENT);
        long epochOffsetNanos = TimeUnit.MILLISECONDS.toNanos(clock.millis()) - endNanos;
        StageTimes times = summary.times();
        Route route = summary.route();
        String model = route == null ? "" : route.deployment().name();
        String operation = summary.client().protocol().operation().text();
        Span span = tracer.spanBuilder(model.isEmpty() ? operation : operation + " " + model)
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(times.startNanos() + epochOffsetNanos, TimeUnit.NANOSECONDS)
                .startSpan();
        if (span.isRecording()) {
            describe(span, summary, model);
            long startNanos = times.startNanos();
            Context own = parent.with(span);
            for (Stage stage : Stage.values()) {
                long leftNanos = times.leftNanos(stage);
                if (leftNanos != 0) {
                    tracer.spanBuilder(stage.text())
                            .setParent(own)
                            .setStartTimestamp(startNanos + epochOffsetNanos, TimeUnit.NANOSECONDS)
                            .startSpan()
                            .end(leftNanos + epochOffsetNanos, TimeUnit.NANOSECONDS);
                    startNanos = leftNanos;
                }
            }
        }
        span.end(endNanos + epochOffsetNanos, TimeUnit.NANOSECONDS);
    }

    private static void describe(Span span, ExchangeSummary summary, String model) {
        span.setAttribute(REQUEST_ID, summary.client().id().text());
        span.setAttribute(OPERATION, summary.client().protocol().operation().text());
        span.setAttribute(MODEL, model);
        Route route = summary.route();
        if (route != null) {
            span.setAttribute(SITE, route.deployment().site().country());
        }
        summary.metadata().pairs().forEach((name, value) -> span.setAttribute(METADATA + name, value));
        AttemptResult result = summary.result();
        if (result != null) {
            span.setAttribute(INPUT, result.usage().promptTokens());
            span.setAttribute(OUTPUT, result.usage().completionTokens());
        }
        if (summary.error() != null) {
            span.setAttribute(ERROR_TYPE, summary.error().code().code());
            span.setStatus(StatusCode.ERROR);
        }
    }

    /** The meters of one model, found once. */
    private final class ModelMeters {
        private final Timer duration;
        private final Timer toFirstToken;
        private final Timer perOutputToken;
        private final DistributionSummary input;
        private final DistributionSummary output;

        ModelMeters(String model) {
            duration = timer("gen_ai.server.request.duration", "from the request's head to the answer's end", model);
            toFirstToken =
                    timer("gen_ai.server.time_to_first_token", "from the request's head to its first token", model);
            perOutputToken = timer("gen_ai.server.time_per_output_token", "between two tokens after the first", model);
            input = tokens("input", model);
            output = tokens("output", model);
        }

        private Timer timer(String name, String description, String model) {
            return Timer.builder(name)
                    .description(description)
                    .tag("gen_ai.request.model", model)
                    .register(meters);
        }

        private DistributionSummary tokens(String type, String model) {
            return DistributionSummary.builder("gen_ai.client.token.usage")
                    .description("billed tokens of a request")
                    .baseUnit("tokens")
                    .tag("gen_ai.request.model", model)
                    .tag("gen_ai.token.type", type)
                    .register(meters);
        }
    }
}
