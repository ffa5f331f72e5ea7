package cloud.hanok.api.rooms;

import cloud.hanok.api.batches.BatchRunner;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.api.config.MailConfiguration;
import cloud.hanok.api.config.WebhooksConfiguration;
import cloud.hanok.api.gateway.GatewayService;
import cloud.hanok.api.health.Reason;
import cloud.hanok.api.provisioning.TenantClosings;
import cloud.hanok.api.responses.BackgroundRunner;
import cloud.hanok.billing.alert.SpendAlertWorker;
import cloud.hanok.billing.price.PriceBook;
import cloud.hanok.billing.usage.RollupWorker;
import cloud.hanok.cluster.control.DeploymentController;
import cloud.hanok.cluster.deployment.CredentialRemovals;
import cloud.hanok.cluster.deployment.Deployments;
import cloud.hanok.cluster.node.NodeHeartbeat;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.content.file.FileUpkeep;
import cloud.hanok.content.webhook.WebhookSender;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Rewrapper;
import cloud.hanok.platform.mail.OutboxSender;
import cloud.hanok.platform.saga.Sagas;
import cloud.hanok.registry.version.ModelVersions;
import cloud.hanok.tenant.key.KeyUpkeep;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What works behind the endpoints, started in this order and stopped in the opposite one. */
@Singleton
final class Background {
    private final ChangeFeed changes;
    private final TransparencyLogs logs;
    private final RollupWorker rollups;
    private final SpendAlertWorker alerts;
    private final ModelVersions versions;
    private final DeploymentController deployments;
    private final Deployments recorded;
    private final CredentialRemovals removals;
    private final PriceBook prices;
    private final NodeHeartbeat heartbeat;
    private final KeyUpkeep keys;
    private final Sagas sagas;
    private final TenantClosings closings;
    private final Envelopes envelopes;
    private final Rewrapper rewrapper;
    private final OutboxSender mail;
    private final FileUpkeep files;
    private final WebhookSender webhooks;
    private final boolean webhooksSent;
    private final boolean mailed;
    private final GatewayService gateway;
    private final BackgroundRunner responses;
    private final BatchRunner batches;
    private final boolean standalone;
    private final List<Runnable> steps;
    private int done;

    Background(
            ChangeFeed changes,
            TransparencyLogs logs,
            RollupWorker rollups,
            SpendAlertWorker alerts,
            ModelVersions versions,
            DeploymentController deployments,
            Deployments recorded,
            CredentialRemovals removals,
            PriceBook prices,
            NodeHeartbeat heartbeat,
            KeyUpkeep keys,
            Sagas sagas,
            TenantClosings closings,
            Envelopes envelopes,
            Rewrapper rewrapper,
            OutboxSender mail,
            FileUpkeep files,
            WebhookSender webhooks,
            WebhooksConfiguration sending,
            MailConfiguration mailing,
            GatewayService gateway,
            BackgroundRunner responses,
            BatchRunner batches,
            InstallationConfiguration installation) {
        this.changes = changes;
        this.logs = logs;
        this.rollups = rollups;
        this.alerts = alerts;
        this.versions = versions;
        this.deployments = deployments;
        this.recorded = recorded;
        this.removals = removals;
        this.prices = prices;
        this.heartbeat = heartbeat;
        this.keys = keys;
        this.sagas = sagas;
        this.closings = closings;
        this.envelopes = envelopes;
        this.rewrapper = rewrapper;
        this.mail = mail;
        this.files = files;
        this.webhooks = webhooks;
        this.webhooksSent = sending.send();
        this.mailed = mailing.configured();
        this.gateway = gateway;
        this.responses = responses;
        this.batches = batches;
        this.standalone = installation.standalone();
        this.steps = List.of(
                heartbeat::start,
                this::resumeImports,
                this::loadPrices,
                () -> deployments.start(changes),
                removals::start,
                changes::poll,
                changes::start,
                logs::start,
                rollups::start,
                keys::start,
                sagas::start,
                closings::start,
                envelopes::start,
                rewrapper::start,
                this::startMail,
                files::start,
                this::startWebhooks,
                gateway::start,
                responses::start,
                batches::start);
    }

    /** Runs the steps, each until it succeeded once; when one fails, calling again goes on with it. */
    synchronized void start() {
        while (done < steps.size()) {
            steps.get(done).run();
            done++;
        }
    }

    /**
     * What keeps this process from being given work. Without the database it works on from memory, for as long as what
     * is there may be believed.
     */
    List<Reason> missing() {
        if (!deployments.isReady()) {
            return List.of(new Reason(
                    "deployments_not_read",
                    "The deployments were not read from Cassandra yet.",
                    "배포 정보를 아직 Cassandra에서 읽지 못했습니다."));
        }
        long lagMillis = changes.lagMillis();
        if (lagMillis < FreshnessBounds.SHARED_MAX_STALENESS.toMillis()) {
            return List.of();
        }
        long minutes = lagMillis / 60_000;
        return List.of(new Reason(
                "changes_not_read",
                "Changes were not read from Cassandra for " + minutes
                        + " minutes; what is in memory is too old to use.",
                minutes + "분 동안 Cassandra에서 변경 사항을 읽지 못했습니다. 메모리에 있는 정보가 너무 오래되어 사용할 수 없습니다."));
    }

    /** Ends it. On one machine the engines end too; elsewhere they go on, and the next process adopts them. */
    synchronized void close() {
        batches.close();
        responses.close();
        gateway.close();
        keys.close();
        alerts.close();
        mail.close();
        files.close();
        webhooks.close();
        closings.close();
        sagas.close();
        rewrapper.close();
        envelopes.close();
        rollups.close();
        if (standalone) {
            deployments.shutDown();
        } else {
            deployments.close();
        }
        removals.close();
        heartbeat.close();
        logs.close();
        changes.close();
    }

    /** So that what is served is priced from memory, also when the database is away before a model is first asked. */
    private void loadPrices() {
        recorded.list().stream()
                .filter(deployment -> deployment.deletedAt() == null)
                .forEach(deployment -> prices.read(deployment.price()));
    }

    /** What waits from a time when there was a mail server waits on, until there is one again; so do alerts. */
    private void startMail() {
        if (mailed) {
            mail.start();
            alerts.start();
        }
    }

    /** What waits from a time when they were sent waits on. */
    private void startWebhooks() {
        if (webhooksSent) {
            webhooks.start();
        }
    }

    private void resumeImports() {
        try {
            versions.resume();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("imports that were not ended cannot be read", unreadable);
        }
    }
}
