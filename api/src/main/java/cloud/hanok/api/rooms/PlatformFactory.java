package cloud.hanok.api.rooms;

import cloud.hanok.api.config.CassandraConfiguration;
import cloud.hanok.api.config.DedicatedClusters;
import cloud.hanok.api.config.DedicatedConfiguration;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.api.config.MailConfiguration;
import cloud.hanok.api.config.VaultConfiguration;
import cloud.hanok.api.provisioning.SignupSagas;
import cloud.hanok.api.provisioning.TenantSagas;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.envelope.EncryptionKeys;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.RewrapPace;
import cloud.hanok.platform.envelope.Rewrapper;
import cloud.hanok.platform.home.HomeSteps;
import cloud.hanok.platform.home.Homes;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.lease.CassandraLeases;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.mail.MailTransport;
import cloud.hanok.platform.mail.Outbox;
import cloud.hanok.platform.mail.OutboxSender;
import cloud.hanok.platform.mail.OutboxSettings;
import cloud.hanok.platform.mail.SmtpTransport;
import cloud.hanok.platform.roster.GatewayRoster;
import cloud.hanok.platform.saga.SagaDefinition;
import cloud.hanok.platform.saga.SagaSettings;
import cloud.hanok.platform.saga.Sagas;
import cloud.hanok.platform.vault.NamespaceAdministration;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.Tenants;
import io.micrometer.core.instrument.FunctionCounter;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** What every room stands on. */
@Factory
final class PlatformFactory {
    @Singleton
    @Bean(typed = Homes.class)
    Homes homes(Opening opening) {
        return opening.homes();
    }

    @Singleton
    Keyspaces keyspaces(Homes homes) {
        return homes.keyspaces();
    }

    @Singleton
    TenantVaults tenantVaults(Homes homes) {
        return homes.vaults();
    }

    @Singleton
    Vault vault(TenantVaults vaults) {
        return vaults.platform();
    }

    @Singleton
    HomeSteps homeSteps(
            Homes homes,
            DedicatedConfiguration dedicated,
            DedicatedClusters clusters,
            VaultConfiguration vault,
            SecureRandom random,
            Clock clock) {
        return new HomeSteps(
                homes,
                clusters::keyspaces,
                new NamespaceAdministration(() -> Vault.login(dedicated.vault(vault), clock), clock),
                random);
    }

    @Singleton
    @Bean(typed = Envelopes.class)
    Envelopes envelopes(
            Keyspaces keyspaces,
            TenantVaults vaults,
            ChangeFeed feed,
            Tenants tenants,
            SecureRandom random,
            Clock clock) {
        return new Envelopes(keyspaces, vaults, feed, tenant -> keepFor(tenants, tenant), random, clock);
    }

    @Singleton
    EncryptionKeys encryptionKeys(
            Keyspaces keyspaces, TenantVaults vaults, Envelopes envelopes, ChangeLog changes, Clock clock) {
        return new EncryptionKeys(keyspaces, vaults, envelopes, changes, clock);
    }

    /** No table is sealed again as a whole yet: a room that has one hands it over here. */
    @Singleton
    @Bean(typed = Rewrapper.class)
    Rewrapper rewrapper(Keyspaces keyspaces, TenantVaults vaults, Ulids ulids, Clock clock) {
        return new Rewrapper(keyspaces, vaults, List.of(), RewrapPace.USUAL, ulids, clock);
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
    ChangeLog changeLog(Keyspaces keyspaces, Ulids ulids, ChangeFeed feed) {
        return new ChangeLog(keyspaces, ulids, feed::tell);
    }

    @Singleton
    @Bean(typed = Sagas.class)
    Sagas sagas(
            Keyspaces keyspaces,
            Clock clock,
            Ulids ulids,
            TenantSagas tenants,
            SignupSagas signups,
            MeterRegistry meters) {
        List<SagaDefinition> definitions = new ArrayList<>(tenants.all());
        definitions.add(signups.signUp());
        Sagas sagas = new Sagas(keyspaces, clock, ulids, SagaSettings.DEFAULT, definitions);
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
    ChangeFeed changeFeed(Keyspaces keyspaces, Homes homes, Clock clock, CassandraConfiguration cassandra) {
        ChangeFeed feed = new ChangeFeed(keyspaces, clock, ChangeFeedSettings.of(cassandra.requestTimeout()));
        feed.subscribe(change -> {
            if (change.kind() == ChangeKind.TENANT) {
                homes.tenants().changed(TenantId.parse(change.entity()));
            }
        });
        return feed;
    }

    @Singleton
    @Bean(typed = GatewayRoster.class)
    GatewayRoster gatewayRoster(Keyspaces keyspaces, InstallationConfiguration installation, Clock clock) {
        return new GatewayRoster(keyspaces, installation.gatewayId(), clock);
    }

    @Singleton
    Outbox outbox(Keyspaces keyspaces, Envelopes envelopes, Ulids ulids, Clock clock) {
        return new Outbox(keyspaces, envelopes, ulids, clock);
    }

    @Singleton
    MailTransport mailTransport(MailConfiguration mail) {
        return mail.configured()
                ? new SmtpTransport(mail.settings())
                : (_, _, _) -> new MailTransport.Delivery.Unavailable("not_configured");
    }

    @Singleton
    @Bean(typed = OutboxSender.class)
    OutboxSender outboxSender(Outbox outbox, MailTransport transport, Ulids ulids, Clock clock, MeterRegistry meters) {
        OutboxSender sender = new OutboxSender(outbox, transport, OutboxSettings.DEFAULT, ulids, clock);
        Gauge.builder("hanok.mail.waiting", sender, OutboxSender::waiting)
                .description("mails that wait to be sent, in the whole installation")
                .register(meters);
        FunctionCounter.builder("hanok.mail.sent", sender, OutboxSender::sent)
                .description("mails that the mail server took from this process")
                .register(meters);
        FunctionCounter.builder("hanok.mail.dead", sender, OutboxSender::dead)
                .description("mails that this process gave up: GET /platform/v1/undelivered_mail says which")
                .register(meters);
        return sender;
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
