package cloud.hanok.api.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What is asked and when something is killed, all from one source of randomness. Requests are asked in order; each kill
 * has a stretch of them, and is aimed at one.
 */
final class FaultPlan {
    private static final int LEAST_TOKENS = 5;
    private static final int MOST_TOKENS = 60;
    private static final int LEAST_GAP_MILLIS = 2;
    private static final int MOST_GAP_MILLIS = 25;

    private final Random random;
    private final List<PlannedRequest> requests = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();
    private final Map<String, Integer> byPoint = new TreeMap<>();

    enum Victim {
        GATEWAY,
        ENGINE
    }

    /** Where in the life of a request the gateway is killed. */
    private enum Point {
        OPEN,
        STREAM,
        SETTLE,
        BODY
    }

    /**
     * @param request it is aimed at
     * @param signal of the client that it waits for
     * @param delayNanos after the signal
     */
    record Kill(Victim victim, String request, String signal, long delayNanos) {}

    /**
     * @param name what its requests' names begin with
     * @param kills of the gateway; with any, the engine is killed once too
     */
    FaultPlan(String name, Random random, int streams, int bodies, int kills) {
        this.random = random;
        int total = streams + bodies;
        int everyBody = total / bodies;
        for (int i = 0; i < total; i++) {
            boolean body = i % everyBody == everyBody - 1 && i / everyBody < bodies;
            requests.add(PlannedRequest.whole(
                    "%s-%03d".formatted(name, i),
                    House.deployments().get(random.nextInt(House.deployments().size())),
                    !body,
                    random.nextInt(LEAST_TOKENS, MOST_TOKENS + 1),
                    random.nextInt(LEAST_GAP_MILLIS, MOST_GAP_MILLIS + 1)));
        }
        for (int i = 0; i < kills; i++) {
            Point point = Point.values()[i % Point.values().length];
            int first = i * total / kills;
            int behind = (i + 1) * total / kills;
            this.kills.add(aimed(point, one(first, behind - (behind - first) / 4, point == Point.BODY)));
            byPoint.merge(point.name(), 1, Integer::sum);
            if (i == kills / 2) {
                PlannedRequest last = one(behind - 3, behind, false);
                this.kills.add(new Kill(Victim.ENGINE, last.name(), "sent", within(last.durationMillis())));
            }
        }
    }

    List<PlannedRequest> requests() {
        return requests;
    }

    List<Kill> kills() {
        return kills;
    }

    String killsByPoint() {
        return byPoint.toString();
    }

    private Kill aimed(Point point, PlannedRequest at) {
        return switch (point) {
            case OPEN -> new Kill(Victim.GATEWAY, at.name(), "sent", within(5));
            case STREAM -> new Kill(Victim.GATEWAY, at.name(), "sent", within(at.durationMillis()));
            case SETTLE -> new Kill(Victim.GATEWAY, at.name(), "near", within(2L * at.gapMillis() + 3));
            case BODY ->
                new Kill(
                        Victim.GATEWAY,
                        at.name(),
                        "sent",
                        random.nextBoolean()
                                ? within(at.durationMillis())
                                : Duration.ofMillis(at.durationMillis()).toNanos() + within(10));
        };
    }

    private long within(long millis) {
        return random.nextLong(Math.max(1, Duration.ofMillis(millis).toNanos()));
    }

    /** Any request of this kind in this stretch; the nearest behind it when there is none. */
    private PlannedRequest one(int first, int behind, boolean body) {
        int at = random.nextInt(first, behind);
        for (int i = 0; i < requests.size(); i++) {
            PlannedRequest candidate = requests.get((at + i) % requests.size());
            if (candidate.stream() != body) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("no such request");
    }
}
