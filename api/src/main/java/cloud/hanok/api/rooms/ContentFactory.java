package cloud.hanok.api.rooms;

import cloud.hanok.api.batches.BatchRunner;
import cloud.hanok.api.batches.BatchSettings;
import cloud.hanok.api.config.BatchesConfiguration;
import cloud.hanok.api.config.FilesConfiguration;
import cloud.hanok.api.config.FilesS3Configuration;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.api.config.ResponsesConfiguration;
import cloud.hanok.api.config.WebhooksConfiguration;
import cloud.hanok.api.egress.GuardedPost;
import cloud.hanok.api.gateway.InternalClient;
import cloud.hanok.api.responses.BackgroundRunner;
import cloud.hanok.api.responses.BackgroundSettings;
import cloud.hanok.api.retention.TenantRetentions;
import cloud.hanok.api.security.StandingCallers;
import cloud.hanok.api.webhooks.WebhookPost;
import cloud.hanok.content.background.BackgroundResponses;
import cloud.hanok.content.background.SealedBackgroundResponses;
import cloud.hanok.content.batch.Batches;
import cloud.hanok.content.chat.Chats;
import cloud.hanok.content.chat.SealedChats;
import cloud.hanok.content.conversation.Conversations;
import cloud.hanok.content.conversation.SealedConversations;
import cloud.hanok.content.file.FileRoom;
import cloud.hanok.content.file.FileSettings;
import cloud.hanok.content.file.FileUpkeep;
import cloud.hanok.content.file.Files;
import cloud.hanok.content.file.Uploads;
import cloud.hanok.content.object.FolderStore;
import cloud.hanok.content.object.ObjectStore;
import cloud.hanok.content.object.S3Settings;
import cloud.hanok.content.object.S3Store;
import cloud.hanok.content.response.Responses;
import cloud.hanok.content.response.SealedResponses;
import cloud.hanok.content.webhook.WebhookEvents;
import cloud.hanok.content.webhook.WebhookRoom;
import cloud.hanok.content.webhook.WebhookSender;
import cloud.hanok.content.webhook.Webhooks;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.Ulids;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What tenants keep. */
@Factory
final class ContentFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ContentFactory.class);

    @Singleton
    BackgroundResponses background(Keyspaces keyspaces, Envelopes envelopes, TenantRetentions retentions, Clock clock) {
        return new SealedBackgroundResponses(keyspaces, envelopes, retentions.responses(), clock);
    }

    @Singleton
    BackgroundRunner runner(
            BackgroundResponses background,
            Responses responses,
            WebhookEvents events,
            InternalClient client,
            StandingCallers callers,
            Ulids ids,
            ResponsesConfiguration configuration,
            MeterRegistry meters,
            Clock clock) {
        var runner = new BackgroundRunner(
                background,
                responses,
                events,
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
    Batches batches(
            Keyspaces keyspaces, Envelopes envelopes, BatchesConfiguration configuration, Ulids ids, Clock clock) {
        return new Batches(keyspaces, envelopes, configuration.retention(), ids, clock);
    }

    @Singleton
    BatchRunner batchRunner(
            Batches batches,
            FileRoom files,
            WebhookEvents events,
            InternalClient client,
            StandingCallers callers,
            Ulids ids,
            BatchesConfiguration configuration,
            MeterRegistry meters,
            Clock clock) {
        var runner = new BatchRunner(
                batches,
                files.files(),
                files.uploads(),
                events,
                client::ask,
                callers::find,
                ids,
                BatchSettings.of(configuration.running(), configuration.lines()),
                clock);
        Gauge.builder("hanok.batches.running", runner, BatchRunner::size)
                .description("batches that this gateway works on")
                .register(meters);
        return runner;
    }

    @Singleton
    Responses responses(Keyspaces keyspaces, Envelopes envelopes, TenantRetentions retentions, Clock clock) {
        return new SealedResponses(keyspaces, envelopes, retentions.responses(), clock);
    }

    /** As long as responses: both are what was asked and answered. */
    @Singleton
    Chats chats(Keyspaces keyspaces, Envelopes envelopes, TenantRetentions retentions, Clock clock) {
        return new SealedChats(keyspaces, envelopes, retentions.responses(), clock);
    }

    @Singleton
    Conversations conversations(
            Keyspaces keyspaces, Envelopes envelopes, TenantRetentions retentions, Ulids ids, Clock clock) {
        return new SealedConversations(keyspaces, envelopes, retentions.conversations(), ids, clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    ObjectStore fileObjects(FilesConfiguration files, FilesS3Configuration s3, InstallationConfiguration installation)
            throws IOException {
        Optional<S3Settings> bucket = s3.settings();
        if (bucket.isPresent()) {
            return bucket(bucket.get());
        }
        Path folder = files.dir().isEmpty() ? installation.dataDir().resolve("files") : Path.of(files.dir());
        return FolderStore.open(folder, FolderStore.RESERVE_BYTES);
    }

    /** A bucket that is away comes back by itself: it is named, and nothing waits for it. */
    private static S3Store bucket(S3Settings settings) {
        S3Store store = S3Store.open(settings);
        Thread.ofVirtual()
                .name("bucket")
                .start(() -> store.problem()
                        .ifPresent(problem -> LOG.warn(
                                "the bucket {} at {} cannot be used: {}; files are refused until it can",
                                settings.bucket(),
                                settings.endpoint(),
                                problem)));
        return store;
    }

    @Singleton
    FileRoom fileRoom(
            Keyspaces keyspaces,
            Envelopes envelopes,
            ObjectStore store,
            FilesConfiguration files,
            TenantRetentions retentions,
            Ulids ulids,
            SecureRandom random,
            Clock clock) {
        var settings = new FileSettings(files.maxBytes(), files.quotaBytes(), retentions.files());
        return new FileRoom(keyspaces, envelopes, store, settings, FileUpkeep.PERIOD, ulids, random, clock);
    }

    /** The way out to endpoints. */
    @Singleton
    GuardedPost webhookPost(WebhooksConfiguration configuration) {
        return new GuardedPost(configuration.posting(), (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    @Singleton
    WebhookRoom webhookRoom(
            Keyspaces keyspaces,
            Envelopes envelopes,
            GuardedPost post,
            WebhooksConfiguration configuration,
            Ulids ulids,
            SecureRandom random,
            Clock clock) {
        return new WebhookRoom(
                keyspaces, envelopes, new WebhookPost(post), configuration.sending(), ulids, random, clock);
    }

    @Singleton
    @Bean(typed = Webhooks.class)
    Webhooks webhooks(WebhookRoom room) {
        return room.webhooks();
    }

    /** Where nothing is sent, nothing waits to be. */
    @Singleton
    @Bean(typed = WebhookEvents.class)
    WebhookEvents webhookEvents(WebhookRoom room, WebhooksConfiguration configuration) {
        return configuration.send() ? room.webhooks() : WebhookEvents.none();
    }

    /** Begun and ended with what works in the background. */
    @Singleton
    @Bean(typed = WebhookSender.class)
    WebhookSender webhookSender(WebhookRoom room, MeterRegistry meters) {
        WebhookSender sender = room.sender();
        Gauge.builder("hanok.webhooks.sending", sender, WebhookSender::size)
                .description("attempts to tell endpoints of events that are under way here")
                .register(meters);
        FunctionCounter.builder("hanok.webhooks.taken", sender, WebhookSender::taken)
                .description("attempts that an endpoint took")
                .register(meters);
        FunctionCounter.builder("hanok.webhooks.failed", sender, WebhookSender::failed)
                .description("attempts that came to nothing")
                .register(meters);
        return sender;
    }

    @Singleton
    Files files(FileRoom room) {
        return room.files();
    }

    @Singleton
    Uploads uploads(FileRoom room) {
        return room.uploads();
    }

    /** Begun and ended with what works in the background. */
    @Singleton
    @Bean(typed = FileUpkeep.class)
    FileUpkeep fileUpkeep(FileRoom room) {
        return room.upkeep();
    }
}
