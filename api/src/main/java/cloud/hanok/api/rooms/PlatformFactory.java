package cloud.hanok.api.rooms;

import cloud.hanok.api.config.CassandraConfiguration;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.vault.Vault;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What every room stands on. */
@Factory
final class PlatformFactory {
    @Singleton
    Keyspaces keyspaces(Opening opening) {
        return opening.keyspaces();
    }

    @Singleton
    Vault vault(Opening opening) {
        return opening.vault();
    }

    @Singleton
    ChangeLog changeLog(Keyspaces keyspaces, Ulids ulids) {
        return new ChangeLog(keyspaces, ulids);
    }

    @Singleton
    @Bean(typed = ChangeFeed.class)
    ChangeFeed changeFeed(Keyspaces keyspaces, Clock clock, CassandraConfiguration cassandra) {
        return new ChangeFeed(keyspaces, clock, ChangeFeedSettings.of(cassandra.requestTimeout()));
    }
}
