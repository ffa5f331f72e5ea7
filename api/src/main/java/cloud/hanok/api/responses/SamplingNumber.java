package cloud.hanok.api.responses;

import cloud.hanok.api.openai.Fields;
import java.util.Locale;
import java.util.Optional;

/** A number that says how a model writes, and that a response and a chat call the same. */
enum SamplingNumber {
    TEMPERATURE(0, 2, 1),
    TOP_P(0, 1, 1),
    PRESENCE_PENALTY(-2, 2, 0),
    FREQUENCY_PENALTY(-2, 2, 0);

    private final double least;
    private final double most;
    private final double usual;

    /** @param usual what holds where nothing is said */
    SamplingNumber(double least, double most, double usual) {
        this.least = least;
        this.most = most;
        this.usual = usual;
    }

    String member() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a request says of it. */
    Optional<Double> in(Fields request) {
        return request.number(member(), least, most);
    }

    /** What holds for a request. */
    double of(Fields request) {
        return in(request).orElse(usual);
    }
}
