package cloud.hanok.registry.version;

import cloud.hanok.registry.problem.RegistryProblem;

/**
 * Why an import ended without a version.
 *
 * @param code stable, as {@link RegistryProblem#code()}
 * @param korean what went wrong and the next step
 * @param english what went wrong and the next step
 */
public record ImportFailure(String code, String korean, String english) {
    static ImportFailure of(RegistryProblem problem) {
        return new ImportFailure(problem.code(), problem.messageKorean(), problem.messageEnglish());
    }
}
