package cloud.hanok.api.rooms;

import cloud.hanok.api.config.CassandraConfiguration;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.api.provisioning.TenantSagas;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.envelope.EncryptionKeys;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.RewrapPace;
import cloud.hanok.platform.envelope.Rewrapper;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.lease.CassandraLeases;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.roster.GatewayRoster;
import cloud.hanok.platform.saga.SagaSettings;
import cloud.hanok.platform.saga.Sagas;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.Tenants;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
    @Bean(typed = Envelopes.class)
    Envelopes envelopes(
            Keyspaces keyspaces, Vault vault, ChangeFeed feed, Tenants tenants, SecureRandom random, Clock clock) {
        return new Envelopes(keyspaces, vault, feed, tenant -> keepFor(tenants, tenant), random, clock);
    }

    @Singleton
    EncryptionKeys encryptionKeys(
            Keyspaces keyspaces, Vault vault, Envelopes envelopes, ChangeLog changes, Clock clock) {
        return new EncryptionKeys(keyspaces, vault, envelopes, changes, clock);
    }

    /** No table is sealed again as a whole yet: a room that has one hands it over here. */
    @Singleton
    @Bean(typed = Rewrapper.class)
    Rewrapper rewrapper(Keyspaces keyspaces, Vault vault, Ulids ulids, Clock clock) {
        return new Rewrapper(keyspaces, vault, List.of(), RewrapPace.USUAL, ulids, clock);
    }

    /** Whoever is not known to share is treated as one who does not. */
    private static Duration keepFor(Tenants tenants, TenantId tenant) {
        boolean shared = tenant.equals(Envelopes.PLATFORM)
                || tenants.find(tenant)
                        .filter(each -> each.isolation() == Isolation.SHARED)
                        .isPresent();
        return shared ? Envelopes.SHARED_KEEP_FOR : Envelopes.DEDICATED_KEEP_FOR;
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
