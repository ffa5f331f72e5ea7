package cloud.hanok.api.rooms;

import cloud.hanok.api.config.CassandraConfiguration;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.api.provisioning.TenantSagas;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.lease.CassandraLeases;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.roster.GatewayRoster;
import cloud.hanok.platform.saga.SagaSettings;
import cloud.hanok.platform.saga.Sagas;
import cloud.hanok.platform.vault.Vault;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

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
    @Bean(typed = Sagas.class)
    Sagas sagas(Keyspaces keyspaces, Clock clock, Ulids ulids, TenantSagas tenants, MeterRegistry meters) {
        Sagas sagas = new Sagas(keyspaces, clock, ulids, SagaSettings.DEFAULT, tenants.all());
        Gauge.builder("hanok.sagas.open", sagas, Sagas::openCount)
                .description("changes of several systems that have not ended")
                .register(meters);
        Gauge.builder("hanok.sagas.stuck", sagas, Sagas::stuckCount)
                .description("those that cannot be taken back: somebody must look")
                .register(meters);
        return sagas;
    }

    @Singleton
    @Bean(typed = ChangeFeed.class)
    ChangeFeed changeFeed(Keyspaces keyspaces, Clock clock, CassandraConfiguration cassandra) {
        return new ChangeFeed(keyspaces, clock, ChangeFeedSettings.of(cassandra.requestTimeout()));
    }

    @Singleton
    @Bean(typed = GatewayRoster.class)
    GatewayRoster gatewayRoster(Keyspaces keyspaces, InstallationConfiguration installation, Clock clock) {
        return new GatewayRoster(keyspaces, installation.gatewayId(), clock);
    }

    @Singleton
    CassandraLeases cassandraLeases(Keyspaces keyspaces) {
        return new CassandraLeases(keyspaces);
    }

    @Singleton
    @Bean(typed = Leases.class)
    Leases leases(
            CassandraLeases store,
            InstallationConfiguration installation,
            @Named(TaskExecutors.BLOCKING) ExecutorService steps,
            Clock clock) {
        return new Leases(store, installation.gatewayId(), steps, clock);
    }
}
