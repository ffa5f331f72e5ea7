package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.cluster.serving.ServingDeployment;

/** When it helps to ask another deployment. */
final class Fallbacks {
    private Fallbacks() {}

    /** Whether the fault is the engines' of one deployment: another one's may do better. */
    static boolean isOfEngines(ErrorCode code) {
        return switch (code) {
            case ENGINE_UNAVAILABLE, ENGINE_FAILED, ENGINE_TIMEOUT, SERVER_OVERLOADED, QUEUE_FULL -> true;
            default -> false;
        };
    }

    /** Whether a request that failed at one may succeed at another. */
    static boolean helps(ErrorCode code, ServingDeployment from, ServingDeployment to) {
        return isOfEngines(code)
                || (code == ErrorCode.CONTEXT_LENGTH_EXCEEDED && to.contextTokens() > from.contextTokens());
    }
}
