package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.cluster.deployment.StateReason;
import cloud.hanok.cluster.endpoint.EndpointPolicy;
import cloud.hanok.cluster.endpoint.EngineCredentials;
import cloud.hanok.cluster.endpoint.EngineUrl;
import cloud.hanok.cluster.problem.ClusterException;
import cloud.hanok.cluster.serving.EngineEndpoint;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ReplicaId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.secret.Secret;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Points at engines that somebody else runs. Each opening resolves and judges the host anew. */
public final class ExternalDriver implements Driver {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalDriver.class);

    private final EndpointPolicy policy;
    private final EngineCredentials credentials;
    private final ProbeClient probes;
    private final Ulids ulids;

    public ExternalDriver(EndpointPolicy policy, EngineCredentials credentials, Ulids ulids) {
        this.policy = policy;
        this.credentials = credentials;
        this.probes = ProbeClient.system();
        this.ulids = ulids;
    }

    @Override
    public ExternalEngine open(Deployment deployment) throws EngineFailedException {
        EngineEndpoint endpoint;
        try {
            endpoint = policy.judge(EngineUrl.parse(deployment.url()));
        } catch (ClusterException e) {
            throw new EngineFailedException(new StateReason(
                    e.problem().code(), e.problem().messageKorean(), e.problem().messageEnglish()));
        }
        Optional<Secret> credential = credential(deployment);
        return new ExternalEngine(
                new ServingReplica(new ReplicaId(ulids.next()), endpoint, credential.orElse(null), false), probes);
    }

    @Override
    public void remove(DeploymentId deployment) {
        // Nothing of it is on this machine.
    }

    private Optional<Secret> credential(Deployment deployment) throws EngineFailedException {
        if (!deployment.hasCredential()) {
            return Optional.empty();
        }
        Optional<Secret> credential;
        try {
            credential = credentials.find(deployment.id());
        } catch (RuntimeException e) {
            LOG.warn("the credential of {} cannot be read", deployment.id(), e);
            throw new EngineFailedException(Reasons.credentialUnavailable());
        }
        if (credential.isEmpty()) {
            throw new EngineFailedException(Reasons.credentialUnavailable());
        }
        return credential;
    }
}
