package cloud.hanok.api.gateway;

import cloud.hanok.api.anthropic.AnthropicProtocols;
import cloud.hanok.api.config.FairnessConfiguration;
import cloud.hanok.api.config.GatewayConfiguration;
import cloud.hanok.api.config.GuardConfiguration;
import cloud.hanok.api.config.IdempotencyConfiguration;
import cloud.hanok.api.config.ImageConfiguration;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.api.config.JournalConfiguration;
import cloud.hanok.api.egress.GuardedFetch;
import cloud.hanok.api.openai.OpenAiProtocols;
import cloud.hanok.api.responses.ResponsesProtocols;
import cloud.hanok.api.security.ClientAddresses;
import cloud.hanok.api.security.MemberCallers;
import cloud.hanok.billing.credit.CreditLines;
import cloud.hanok.billing.price.PriceBook;
import cloud.hanok.billing.usage.UsageStore;
import cloud.hanok.cluster.fairness.FairQueues;
import cloud.hanok.cluster.fairness.ServiceExchange;
import cloud.hanok.cluster.naming.AliasDirectory;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.compliance.guard.Guards;
import cloud.hanok.compliance.guard.PhoneNumberGuard;
import cloud.hanok.compliance.receipt.LogIdentity;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.content.chat.Chats;
import cloud.hanok.content.conversation.Conversations;
import cloud.hanok.content.response.Responses;
import cloud.hanok.platform.answer.SealedAnswers;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.FreshMap;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.journal.Journal;
import cloud.hanok.platform.lease.CassandraLeases;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.roster.GatewayRoster;
import cloud.hanok.tenant.key.KeyDirectory;
import cloud.hanok.tenant.limit.LimitDirectory;
import cloud.hanok.tenant.limit.RateLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Factory;
import io.micronaut.http.netty.channel.EventLoopGroupConfiguration;
import io.micronaut.http.netty.channel.EventLoopGroupFactory;
import io.micronaut.http.netty.channel.EventLoopGroupRegistry;
import io.micronaut.http.netty.channel.NettyChannelType;
import io.micronaut.scheduling.TaskExecutors;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLSocketFactory;

/** Makes the gateway of this process. */
@Factory
final class GatewayFactory {
    /** Tenants one gateway keeps in memory; more are read again when they call. */
    private static final int MAX_TENANTS = 100_000;

    private static final String INSTRUMENTATION = "cloud.hanok.gateway";

    @Singleton
    GatewaySettings settings(GatewayConfiguration configured, FairnessConfiguration fairness) {
        return GatewaySettings.of(configured, fairness);
    }

    /** All that are spoken here. */
    @Singleton
    static Protocols protocols(Clock clock) {
        List<Protocol> all = new ArrayList<>(OpenAiProtocols.ALL);
        all.addAll(ResponsesProtocols.all(clock));
        all.addAll(AnthropicProtocols.ALL);
        return new Protocols(all);
    }

    /** Those that the installation has on. */
    @Singleton
    static Guards guards(GuardConfiguration configuration) {
        return configuration.phoneNumbers() ? new Guards(List.of(new PhoneNumberGuard())) : Guards.NONE;
    }

    /** Asks the byte path of this process from inside, on the listener's event loops. */
    @Singleton
    static InternalClient internalClient(
            GatewayDoor door,
            Protocols protocols,
            GatewaySettings settings,
            ClientAddresses addresses,
            EngineConnectionsOfLoops connections,
            BeanProvider<EventLoopGroupRegistry> groups,
            EventLoopGroupFactory transports) {
        return new InternalClient(door, protocols, settings, addresses, connections, () -> {
            EventLoopGroupRegistry registry = groups.get();
            EventLoopGroupConfiguration configuration = registry.getEventLoopGroupConfiguration(
                            EventLoopGroupConfiguration.DEFAULT)
                    .orElseThrow();
            return new InternalClient.Loops(
                    registry.getDefaultEventLoopGroup(),
                    transports.channelClass(NettyChannelType.CLIENT_SOCKET, configuration));
        });
    }

    @Singleton
    GatewayService gateway(
            GatewayDoor door,
            GatewaySettings settings,
            KeyDirectory keys,
            MemberCallers members,
            ServingDirectory directory,
            AliasDirectory aliases,
            ServingResidency residency,
            PriceBook prices,
            CreditLines credit,
            UsageStore usage,
            TransparencyLogs logs,
            InstallationConfiguration installation,
            JournalConfiguration journal,
            OpenedRequests opened,
            MeterRegistry meters,
            OpenTelemetry telemetry,
            Ulids ids,
            SecureRandom random,
            Clock clock,
            LimitDirectory limits,
            RateLimits rates,
            GatewayRoster roster,
            Leases leases,
            CassandraLeases held,
            Keyspaces keyspaces,
            ImageConfiguration images,
            Guards guards,
            Envelopes envelopes,
            IdempotencyConfiguration idempotency,
            Responses responses,
            Chats chats,
            Conversations conversations,
            BackgroundAnswers background,
            @Named(TaskExecutors.BLOCKING) ExecutorService loads) {
        var origins =
                new FreshMap<TenantId, LogIdentity>(logs::find, FreshnessBounds.shared(MAX_TENANTS), clock, loads);
        var queues = new FairQueues(directory, settings.fairness());
        var rooms = new GatewayService.Rooms(
                keys::check,
                members::find,
                origins::lookup,
                prices::find,
                prices::load,
                directory,
                aliases::lookup,
                residency,
                credit,
                limits::lookup,
                rates,
                queues,
                images.fetch()
                        ? new GuardedFetch(images.settings(), (SSLSocketFactory) SSLSocketFactory.getDefault())
                        : null,
                guards,
                new SealedAnswers(keyspaces, envelopes, idempotency.settings(), clock),
                responses,
                chats,
                conversations,
                background);
        var around = new GatewayService.Surroundings(
                settings,
                installation.gatewayId(),
                open(journal, installation, clock),
                opened,
                meters,
                telemetry.getTracer(INSTRUMENTATION),
                ids,
                random,
                loads,
                clock);
        return new GatewayService(
                door,
                rooms,
                around,
                usage,
                logs,
                new Leasing(leases, held, roster, credit, installation.gatewayId(), loads, clock),
                new ServiceExchange(keyspaces, queues, installation.gatewayId(), clock));
    }

    private static Journal open(JournalConfiguration journal, InstallationConfiguration installation, Clock clock) {
        try {
            return Journal.open(journal.settings(installation), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal could not be opened: " + e.getMessage(), e);
        }
    }
}
