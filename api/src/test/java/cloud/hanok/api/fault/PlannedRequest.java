package cloud.hanok.api.fault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What the client is to ask, one line of its plan.
 *
 * @param name of its script
 * @param model the deployment
 * @param stream whether it is streamed
 * @param tokens of the answer
 * @param gapMillis between two of them
 * @param leaveAfterTokens the client closes after so many; -1: it stays
 */
record PlannedRequest(String name, String model, boolean stream, int tokens, int gapMillis, int leaveAfterTokens) {
    /** Stays to the end. */
    static PlannedRequest whole(String name, String model, boolean stream, int tokens, int gapMillis) {
        return new PlannedRequest(name, model, stream, tokens, gapMillis, -1);
    }

    static PlannedRequest parse(String line) {
        String[] parts = line.split("\t");
        return new PlannedRequest(
                parts[0],
                parts[1],
                Boolean.parseBoolean(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                Integer.parseInt(parts[5]));
    }

    String line() {
        return String.join(
                "\t",
                name,
                model,
                Boolean.toString(stream),
                Integer.toString(tokens),
                Integer.toString(gapMillis),
                Integer.toString(leaveAfterTokens));
    }

    /** How long the engine takes for it. */
    long durationMillis() {
        return (long) tokens * gapMillis;
    }

    /** The body of the request; the script for the engine is its message. */
    String body() {
        var nodes = JsonNodeFactory.instance;
        var script = nodes.objectNode();
        script.put("name", name).put("tokens", tokens).put("gapMillis", gapMillis);
        var body = nodes.objectNode();
        body.put("model", model).put("stream", stream);
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", nodes.objectNode().set("script", script).toString());
        return body.toString();
    }
}
