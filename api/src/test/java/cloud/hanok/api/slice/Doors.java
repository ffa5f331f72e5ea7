package cloud.hanok.api.slice;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.docs.Contracts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every operation of the API, as the contracts name them, and how somebody else's things get into their paths. A new route
 * whose parameters are not told here fails the tests that try all doors.
 */
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

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");

    /** What of the victim's belongs into a path: by the collection that a parameter follows. */
    private static final Map<String, String> COLLECTIONS = Map.ofEntries(
            Map.entry("tenants", "tenant"),
            Map.entry("projects", "project"),
            Map.entry("api_keys", "key"),
            Map.entry("admin_api_keys", "adminKey"),
            Map.entry("users", "member"),
            Map.entry("invites", "invite"),
            Map.entry("requests", "request"),
            Map.entry("receipts", "request"),
            Map.entry("service_accounts", "serviceAccount"),
            // No tenant's, or of the operator alone: any id will do to be refused with.
            Map.entry("models", "foreign"),
            Map.entry("operators", "foreign"),
            Map.entry("signup_codes", "foreign"),
            Map.entry("sites", "foreign"),
            Map.entry("deployments", "foreign"),
            Map.entry("versions", "foreign"),
            Map.entry("key_peppers", "foreign"),
            Map.entry("encryption_keys", "foreign"),
            Map.entry("rate_limits", "foreign"));

    private Doors() {}

    /** A verb and a path with its parameters. */
    record Door(String method, String template) {
        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    /** All of them, but the public ones. */
    static List<Door> closed(Slice slice) {
        return all(slice).stream()
                .filter(door -> !PUBLIC.contains(door.toString()))
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

    /**
     * A path with somebody's things in the places of its parameters.
     *
     * @param things by what they are; where a name has no id, any will do
     */
    static String filled(String template, Map<String, String> things) {
        Matcher matcher = PARAMETER.matcher(template);
        StringBuilder path = new StringBuilder();
        while (matcher.find()) {
            String before = template.substring(0, matcher.start());
            String[] parts = before.split("/");
            String thing = COLLECTIONS.get(parts[parts.length - 1]);
            assertThat(thing)
                    .as("say in COLLECTIONS what of the other's belongs into " + template)
                    .isNotNull();
            String id = things.getOrDefault(thing, "foreign");
            matcher.appendReplacement(path, URLEncoder.encode(id, StandardCharsets.UTF_8));
        }
        return matcher.appendTail(path).toString();
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
