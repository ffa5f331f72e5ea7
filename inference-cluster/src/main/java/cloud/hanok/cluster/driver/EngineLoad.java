package cloud.hanok.cluster.driver;

import java.util.OptionalLong;

/**
 * How busy an engine says it is. A series that is missing is unknown, never zero: engines rename their metrics, and a
 * silent zero would send everybody to the busiest one.
 *
 * @param running requests being worked on
 * @param waiting requests that wait inside the engine
 */
public record EngineLoad(OptionalLong running, OptionalLong waiting) {
    /** Nothing is known. */
    public static final EngineLoad UNKNOWN = new EngineLoad(OptionalLong.empty(), OptionalLong.empty());

    /** Reads the text that llama.cpp's server gives at {@code /metrics} (Prometheus text format). */
    static EngineLoad ofLlamaMetrics(String text) {
        return new EngineLoad(series(text, "llamacpp:requests_processing"), series(text, "llamacpp:requests_deferred"));
    }

    private static OptionalLong series(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToLong(EngineLoad::value)
                .filter(value -> value >= 0)
                .findFirst();
    }

    private static long value(String line) {
        try {
            return (long)
                    Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1).strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
