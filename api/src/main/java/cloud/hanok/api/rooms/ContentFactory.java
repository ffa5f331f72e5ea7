package cloud.hanok.api.rooms;

import cloud.hanok.api.config.ResponsesConfiguration;
import cloud.hanok.content.response.Responses;
import cloud.hanok.content.response.SealedResponses;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.Envelopes;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** What tenants keep. */
@Factory
final class ContentFactory {
    @Singleton
    Responses responses(Keyspaces keyspaces, Envelopes envelopes, ResponsesConfiguration configuration) {
        return new SealedResponses(keyspaces, envelopes, configuration.retention());
    }
}
