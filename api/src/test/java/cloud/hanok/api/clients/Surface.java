package cloud.hanok.api.clients;

import cloud.hanok.api.docs.Contracts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Endpoints with the names of their requests and answers: those of the body and of the query, those of the answer's object, and of a list
 * also those of its items, with {@code data[].} before them.
 */
record Surface(Map<String, Endpoint> endpoints) {
    private static final String DATA = "data";

    /**
     * One of them.
     *
     * @param idle names of the request that are taken and change nothing
     */
    record Endpoint(Set<String> request, Set<String> answer, Set<String> idle) {}

    /** What OpenAI's client knows. */
    static Surface ofClient(JsonNode extract) {
        Map<String, Endpoint> endpoints = new TreeMap<>();
        extract.path("endpoints")
                .properties()
                .forEach(each -> endpoints.put(
                        each.getKey(),
                        new Endpoint(
                                texts(each.getValue().path("request")),
                                texts(each.getValue().path("answer")),
                                Set.of())));
        return new Surface(endpoints);
    }

    /** What our contracts promise. */
    static Surface ofContracts(Contracts contracts) {
        Map<String, Endpoint> endpoints = new TreeMap<>();
        for (String name : Contracts.NAMES) {
            var contract = new Contract(contracts.tree(name));
            contract.root()
                    .path("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(operation -> endpoints.put(
                                    operation.getKey().toUpperCase(Locale.ROOT) + " "
                                            + path.getKey().replaceAll("\\{[^}]*}", "{}"),
                                    contract.endpoint(operation.getValue()))));
        }
        return new Surface(endpoints);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** One of our contracts. */
    private record Contract(JsonNode root) {
        Endpoint endpoint(JsonNode operation) {
            Set<String> request = new TreeSet<>();
            Set<String> idle = new TreeSet<>();
            for (JsonNode each : operation.path("parameters")) {
                JsonNode parameter = meant(each);
                if (parameter.path("in").asText().equals("query")) {
                    request.add(plain(parameter.path("name").asText()));
                }
            }
            for (JsonNode content : meant(operation.path("requestBody")).path("content")) {
                properties(content.path("schema")).forEach((name, schema) -> {
                    request.add(plain(name));
                    if (schema.path("x-effect").asText().equals("none")) {
                        idle.add(plain(name));
                    }
                });
            }
            Set<String> answer = new TreeSet<>();
            operation.path("responses").properties().stream()
                    .filter(each -> each.getKey().startsWith("2"))
                    .map(each -> meant(each.getValue()).path("content").path("application/json"))
                    .forEach(content -> answer.addAll(answers(content.path("schema"))));
            return new Endpoint(request, answer, idle);
        }

        private Set<String> answers(JsonNode schema) {
            Map<String, JsonNode> properties = properties(schema);
            Set<String> names = new TreeSet<>(properties.keySet());
            JsonNode data = properties.get(DATA);
            if (data != null) {
                properties(meant(data).path("items")).keySet().forEach(item -> names.add(DATA + "[]." + item));
            }
            return names;
        }

        /** Names of an object, with those of all that it is made of. */
        private Map<String, JsonNode> properties(JsonNode schema) {
            JsonNode object = meant(schema);
            Map<String, JsonNode> all = new TreeMap<>();
            for (String part : new String[] {"allOf", "oneOf", "anyOf"}) {
                object.path(part).forEach(each -> all.putAll(properties(each)));
            }
            object.path("properties").properties().forEach(each -> all.put(each.getKey(), each.getValue()));
            return all;
        }

        private JsonNode meant(JsonNode node) {
            JsonNode found = node;
            while (found.has("$ref")) {
                found = root.at(found.get("$ref").asText().substring(1));
            }
            return found;
        }

        /** {@code expires_after[anchor]} and {@code user_ids[]} are members of what stands before the bracket. */
        private static String plain(String name) {
            int bracket = name.indexOf('[');
            return bracket < 0 ? name : name.substring(0, bracket);
        }
    }
}
