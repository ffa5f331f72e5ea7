package cloud.hanok.api.batches;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.error.Language;
import cloud.hanok.api.gateway.GatewaySettings;
import cloud.hanok.content.batch.BatchProblem;
import cloud.hanok.content.batch.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a batch's input says: where its lines lie, or what is wrong with them.
 *
 * @param segments its lines, in order
 * @param total how many they are
 * @param problems what is wrong; empty when every line can be asked
 */
record BatchPlan(List<Segment> segments, int total, List<BatchProblem> problems) {
    /** Of a segment: its answers are kept at once, and asked again together after a death. */
    static final int LINES_OF_SEGMENT = 32;

    private static final int BYTES_OF_SEGMENT = 4 << 20;

    /** A request as long as it may be, and what its line says besides. */
    private static final int MOST_LINE_BYTES = GatewaySettings.DEFAULTS.maxBodyBytes() + (64 << 10);

    /** Whoever made so many mistakes made the same one. */
    private static final int MOST_PROBLEMS = 100;

    /** Reads one input after its first byte. */
    static final class Reader {
        private final String endpoint;
        private final Language language;
        private final List<Segment> segments = new ArrayList<>();
        private final List<BatchProblem> problems = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private int total;
        private int firstLine;
        private long position;
        private int lines;
        private int bytes;

        /** @param language of the problems */
        Reader(String endpoint, Language language) {
            this.endpoint = endpoint;
            this.language = language;
        }

        /** @throws IOException what the stream throws */
        BatchPlan read(InputStream input) throws IOException {
            var all = new JsonLines(input, 1, MOST_LINE_BYTES);
            for (JsonLines.Line line = all.next(); line != null && problems.size() < MOST_PROBLEMS; line = all.next()) {
                take(line);
                if (total > BatchSettings.MOST_LINES) {
                    problem(ApiError.of(ErrorCode.TOO_MANY_LINES, Integer.toString(BatchSettings.MOST_LINES)), null);
                    break;
                }
            }
            close();
            if (total == 0 && problems.isEmpty()) {
                problem(ApiError.of(ErrorCode.EMPTY_BATCH), null);
            }
            return new BatchPlan(List.copyOf(segments), total, List.copyOf(problems));
        }

        private void take(JsonLines.Line line) {
            if (bytes + (long) line.length() > BYTES_OF_SEGMENT || lines == LINES_OF_SEGMENT) {
                close();
            }
            if (bytes == 0) {
                firstLine = line.number();
                position = line.position();
            }
            bytes += line.length();
            if (line.isBlank()) {
                return;
            }
            lines++;
            total++;
            try {
                String name = BatchLine.read(line, endpoint).customId();
                if (!names.add(name)) {
                    throw new ApiException(
                            ApiError.of(ErrorCode.DUPLICATE_CUSTOM_ID, name).withParam("custom_id"));
                }
            } catch (ApiException refused) {
                problem(refused.error(), line.number());
            }
        }

        private void close() {
            if (lines > 0) {
                segments.add(new Segment(segments.size(), firstLine, lines, position, bytes, Optional.empty()));
            }
            lines = 0;
            bytes = 0;
        }

        private void problem(ApiError error, @Nullable Integer line) {
            problems.add(new BatchProblem(error.code().code(), error.message(language), error.param(), line));
        }
    }
}
