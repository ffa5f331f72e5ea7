package cloud.hanok.api.telemetry;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code hanok.tracing}: OpenTelemetry traces.
 *
 * @param otlpEndpoint of an in-country collector, such as {@code http://127.0.0.1:4318/v1/traces}; empty for no traces
 * @param sampleRatio how many of the requests without a sampled parent are traced, 0 to 1
 */
@ConfigurationProperties("hanok.tracing")
public record TracingConfiguration(
        @Bindable(defaultValue = "") String otlpEndpoint,
        @Bindable(defaultValue = "0.01") double sampleRatio) {
    public TracingConfiguration {
        if (!(sampleRatio >= 0 && sampleRatio <= 1)) {
            throw new IllegalArgumentException("hanok.tracing.sample-ratio: 0 to 1 was expected: " + sampleRatio);
        }
    }
}
