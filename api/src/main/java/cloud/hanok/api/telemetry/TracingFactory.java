package cloud.hanok.api.telemetry;

import cloud.hanok.api.config.InstallationConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.inject.Singleton;

/** Makes the source of traces: sampled by the caller's decision, else by ratio, and sent in batches. */
@Factory
final class TracingFactory {
    /** Without a collector nothing is recorded at all. */
    @Singleton
    @Bean(preDestroy = "close")
    SdkTracerProvider tracerProvider(TracingConfiguration tracing, InstallationConfiguration installation) {
        var builder = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                "hanok",
                                AttributeKey.stringKey("service.instance.id"),
                                installation.gatewayId()))));
        if (tracing.otlpEndpoint().isEmpty()) {
            return builder.setSampler(Sampler.alwaysOff()).build();
        }
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(tracing.otlpEndpoint())
                .build();
        return builder.setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(tracing.sampleRatio())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
    }

    @Singleton
    OpenTelemetry openTelemetry(SdkTracerProvider provider) {
        return io.opentelemetry.sdk.OpenTelemetrySdk.builder()
                .setTracerProvider(provider)
                .build();
    }
}
