package cloud.hanok.api.slice;

import cloud.hanok.api.docs.Contracts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Every operation of the API, as the contracts name them: tests that try all doors try a new one too. */
final class Doors {
    /** Served to anybody; the list is short, and everything else is tried. */
    static final Set<String> PUBLIC = Set.of(
            "GET /docs",
            "GET /docs/{asset}",
            "GET /health/liveness",
            "GET /health/readiness",
            "GET /log/{logId}/checkpoint",
            "GET /log/{logId}/tile/{path}",
            "GET /openapi/{name}",
            "GET /platform/v1/signup_policy",
            "GET /prometheus");

    /** Its answer ends after minutes; {@link RequestListIT} shows to whom it says what. */
    private static final String ENDLESS = "GET /platform/v1/requests/live";

    private Doors() {}

    /** A verb and a path with its parameters. */
    record Door(String method, String template) {
        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    /** All of them, but the public ones and the endless one. */
    static List<Door> closed(Slice slice) {
        return all(slice).stream()
                .filter(door -> !PUBLIC.contains(door.toString()))
                .filter(door -> !door.toString().equals(ENDLESS))
                .toList();
    }

    /** All of them. */
    static List<Door> all(Slice slice) {
        Contracts contracts = slice.house.server().context().getBean(Contracts.class);
        List<Door> doors = new ArrayList<>();
        for (String name : Contracts.NAMES) {
            contracts
                    .tree(name)
                    .get("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(operation ->
                                    doors.add(new Door(operation.getKey().toUpperCase(Locale.ROOT), path.getKey()))));
        }
        return doors;
    }

    /** A path as it is sent: brackets of a query are encoded. */
    static String encoded(String path) {
        int question = path.indexOf('?');
        return question < 0
                ? path
                : path.substring(0, question)
                        + path.substring(question).replace("[", "%5B").replace("]", "%5D");
    }
}
