package cloud.hanok.api.rooms;

import cloud.hanok.api.config.ResponsesConfiguration;
import cloud.hanok.api.gateway.InternalClient;
import cloud.hanok.api.responses.BackgroundRunner;
import cloud.hanok.api.responses.BackgroundSettings;
import cloud.hanok.api.security.StandingCallers;
import cloud.hanok.content.background.BackgroundResponses;
import cloud.hanok.content.background.SealedBackgroundResponses;
import cloud.hanok.content.response.Responses;
import cloud.hanok.content.response.SealedResponses;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.Ulids;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What tenants keep. */
@Factory
final class ContentFactory {
    @Singleton
    BackgroundResponses background(
            Keyspaces keyspaces, Envelopes envelopes, ResponsesConfiguration configuration, Clock clock) {
        return new SealedBackgroundResponses(keyspaces, envelopes, configuration.retention(), clock);
    }

    @Singleton
    BackgroundRunner runner(
            BackgroundResponses background,
            Responses responses,
            InternalClient client,
            StandingCallers callers,
            Ulids ids,
            ResponsesConfiguration configuration,
            MeterRegistry meters,
            Clock clock) {
        var runner = new BackgroundRunner(
                background,
                responses,
                client,
                callers::find,
                ids,
                BackgroundSettings.of(configuration.backgroundRunning(), configuration.backgroundPatience()),
                clock);
        Gauge.builder("hanok.responses.background", runner, BackgroundRunner::size)
                .description("responses that this gateway answers while nobody waits")
                .register(meters);
        return runner;
    }

    @Singleton
    Responses responses(Keyspaces keyspaces, Envelopes envelopes, ResponsesConfiguration configuration) {
        return new SealedResponses(keyspaces, envelopes, configuration.retention());
    }
}
