package cloud.hanok.api.deployments;

import cloud.hanok.cluster.driver.EngineLog;
import cloud.hanok.platform.id.DeploymentId;

/**
 * A part of an engine's log.
 *
 * @param object always {@code engine_log}
 * @param deployment whose engine wrote it
 * @param text whole lines
 * @param from where they begin, in bytes
 * @param to where they end: {@code after} for what comes next
 */
public record EngineLogView(String object, String deployment, String text, long from, long to) {
    static EngineLogView of(DeploymentId deployment, EngineLog part) {
        return new EngineLogView("engine_log", deployment.text(), part.text(), part.from(), part.to());
    }
}
