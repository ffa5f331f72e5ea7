package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.deployment.StateReason;
import cloud.hanok.cluster.serving.EngineEndpoint;
import cloud.hanok.cluster.serving.ServingReplica;
import java.io.IOException;
import java.net.ConnectException;

/** An engine that somebody else runs: it is only looked at. */
final class ExternalEngine implements EngineRun {
    /** One late answer is not yet an outage. */
    private static final int UNWELL_AFTER = 2;
    /** Then its name is resolved again: it may have moved. */
    private static final int GONE_AFTER = 15;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final ServingReplica replica;
    private final ProbeClient probes;
    private boolean wasReady;
    private int failures;

    ExternalEngine(ServingReplica replica, ProbeClient probes) {
        this.replica = replica;
        this.probes = probes;
    }

    @Override
    public ServingReplica replica() {
        return replica;
    }

    @Override
    public EngineFacts facts() {
        return EngineFacts.EXTERNAL;
    }

    @Override
    public Observation observe() {
        EngineEndpoint endpoint = replica.endpoint();
        int mark = replica.probeMark();
        try {
            int status = probes.get(endpoint, endpoint.basePath() + "/models", replica.credential())
                    .status();
            if (status >= 200 && status < 300) {
                wasReady = true;
                failures = 0;
                replica.probed(mark, true);
                return new Observation.Serving();
            }
            return failed(
                    mark,
                    true,
                    status == UNAUTHORIZED || status == FORBIDDEN
                            ? Reasons.credentialRefused(endpoint.url(""))
                            : Reasons.unexpectedAnswer(endpoint.url(""), status));
        } catch (IOException e) {
            return failed(mark, e instanceof ConnectException, Reasons.unreachable(endpoint.url("")));
        }
    }

    @Override
    public void stop() {
        replica.close();
    }

    private Observation failed(int mark, boolean certain, StateReason reason) {
        failures++;
        if (wasReady && !certain && failures < UNWELL_AFTER) {
            return new Observation.Serving();
        }
        replica.probed(mark, false);
        if (failures >= GONE_AFTER) {
            return new Observation.Gone(reason);
        }
        return new Observation.Unwell(reason);
    }
}
