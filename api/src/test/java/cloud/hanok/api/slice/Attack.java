package cloud.hanok.api.slice;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.Ulid;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A path that leads to something of another tenant's.
 *
 * @param unknown the same to something that nobody has
 */
record Attack(String path, String unknown) {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");

    /** Behind the unique part of an item's id. */
    private static final int ITEM_PLACE_DIGITS = 6;

    /**
     * What of the victim's belongs into a path: by the collection that a parameter follows, and by what that is a collection of where
     * there are several of one name.
     */
    private static final Map<String, String> COLLECTIONS = Map.ofEntries(
            Map.entry("tenants", "tenant"),
            Map.entry("projects", "project"),
            Map.entry("api_keys", "key"),
            Map.entry("admin_api_keys", "adminKey"),
            Map.entry("users", "member"),
            Map.entry("invites", "invite"),
            Map.entry("requests", "request"),
            Map.entry("receipts", "request"),
            Map.entry("responses", "response"),
            Map.entry("completions", "chat"),
            Map.entry("conversations", "conversation"),
            Map.entry("items", "item"),
            Map.entry("files", "file"),
            Map.entry("uploads", "upload"),
            Map.entry("batches", "batch"),
            Map.entry("webhook_endpoints", "webhook"),
            Map.entry("deliveries", "webhookDelivery"),
            Map.entry("service_accounts", "serviceAccount"),
            Map.entry("organization/spend_alerts", "spendAlert"),
            Map.entry("projects/spend_alerts", "projectSpendAlert"),
            // No tenant's, or of the operator alone: any id will do to be refused with.
            Map.entry("models", "foreign"),
            Map.entry("operators", "foreign"),
            Map.entry("signup_codes", "foreign"),
            Map.entry("sites", "foreign"),
            Map.entry("deployments", "foreign"),
            Map.entry("versions", "foreign"),
            Map.entry("key_peppers", "foreign"),
            Map.entry("encryption_keys", "foreign"),
            Map.entry("rate_limits", "foreign"),
            Map.entry("model_aliases", "foreign"));

    /** The victim's things in all places, with each query; and, in the last place, behind the attacker's own. */
    static List<Attack> on(String method, String template, WholeTenant attacker, WholeTenant victim) {
        Map<String, String> theirs = victim.things();
        String path = filled(template, theirs, theirs);
        String unknown = filled(template, unknownOf(theirs), unknownOf(theirs));
        List<Attack> attacks = new ArrayList<>();
        queries(method, victim).forEach(query -> attacks.add(new Attack(path + query, unknown)));
        String behind = filled(template, attacker.things(), theirs);
        if (!behind.equals(path) && theirs.values().stream().anyMatch(behind::contains)) {
            attacks.add(new Attack(behind, filled(template, attacker.things(), unknownOf(theirs))));
        }
        return attacks;
    }

    /** Fails unless it is known what of another tenant's belongs into such a path. */
    static void requireKnown(String template) {
        filled(template, Map.of());
    }

    /** Ids of the same kinds and of the same moment that nothing has. */
    static Map<String, String> unknownOf(Map<String, String> things) {
        Map<String, String> unknown = new TreeMap<>();
        things.forEach((name, id) -> {
            int behind = name.equals("item") ? ITEM_PLACE_DIGITS : 0;
            int end = id.length() - behind;
            int prefix = end - Ulid.TEXT_LENGTH;
            Ulid ulid = Ulid.parse(id.substring(prefix, end));
            unknown.put(
                    name,
                    id.substring(0, prefix)
                            + new Ulid(ulid.mostSignificantBits(), ~ulid.leastSignificantBits())
                            + id.substring(end));
        });
        return unknown;
    }

    /** Nothing, and everything of the victim's that a list can be filtered by or begin after. */
    private static List<String> queries(String method, WholeTenant victim) {
        if (!method.equals("GET")) {
            return List.of("");
        }
        Map<String, String> things = victim.things();
        return List.of(
                "",
                "?tenant=" + things.get("tenant"),
                "?start_time=1795305600&project_ids[]=" + things.get("project"),
                "?start_time=1795305600&api_key_ids[]=" + things.get("key"),
                "?start_time=1795305600&group_by=label:team&user_ids[]=" + things.get("member"),
                "?actor_emails[]=" + victim.owner().email(),
                "?project_ids[]=" + things.get("project"),
                "?resource_ids[]=" + things.get("key"),
                "?actor_ids[]=" + things.get("member"),
                "?after=" + things.get("project"),
                "?after=" + things.get("key"),
                "?after=" + things.get("member"),
                "?after=" + things.get("invite"),
                "?after=" + things.get("chat"),
                "?after=" + things.get("item"));
    }

    /** A path with somebody's things in the places of its parameters; where a name has no id, any will do. */
    static String filled(String template, Map<String, String> things) {
        return filled(template, things, things);
    }

    /**
     * The same, of two.
     *
     * @param first for all but the last place
     */
    private static String filled(String template, Map<String, String> first, Map<String, String> last) {
        Matcher matcher = PARAMETER.matcher(template);
        StringBuilder path = new StringBuilder();
        while (matcher.find()) {
            String thing = thing(template.substring(0, matcher.start()));
            assertThat(thing)
                    .as("say in COLLECTIONS what of the other tenant's belongs into " + template)
                    .isNotNull();
            Map<String, String> things = template.indexOf('{', matcher.end()) < 0 ? last : first;
            String id = things.getOrDefault(thing, "foreign");
            matcher.appendReplacement(path, URLEncoder.encode(id, StandardCharsets.UTF_8));
        }
        return matcher.appendTail(path).toString();
    }

    /** What belongs behind this beginning of a path, or null where it is not known. */
    private static @Nullable String thing(String before) {
        List<String> collections = Stream.of(before.split("/"))
                .filter(part -> !part.startsWith("{"))
                .toList();
        String last = collections.getLast();
        String of = collections.size() < 2 ? "" : collections.get(collections.size() - 2);
        return COLLECTIONS.getOrDefault(of + "/" + last, COLLECTIONS.get(last));
    }
}
