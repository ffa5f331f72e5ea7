package cloud.hanok.content.batch;

import org.jspecify.annotations.Nullable;

/**
 * Why a batch failed.
 *
 * @param code for programs
 * @param message for people
 * @param param which field of the line, or null
 * @param line of the input, counted from 1; null when it is about the whole
 */
public record BatchProblem(
        String code,
        String message,
        @Nullable String param,
        @Nullable Integer line) {}
