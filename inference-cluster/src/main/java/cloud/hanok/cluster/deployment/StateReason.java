package cloud.hanok.cluster.deployment;

/**
 * Why a deployment is in the state it is in.
 *
 * @param code stable and machine-readable: {@code engine_ended}, {@code engine_unreachable}, ...
 * @param korean what happened and the next step
 * @param english what happened and the next step
 */
public record StateReason(String code, String korean, String english) {}
