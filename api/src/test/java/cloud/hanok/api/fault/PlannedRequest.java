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
 * @param flaw what is wrong with it
 */
public record PlannedRequest(
        String name, String model, boolean stream, int tokens, int gapMillis, int leaveAfterTokens, Flaw flaw) {
    /** What is wrong with it; then it is refused before an engine is called. */
    public enum Flaw {
        NONE(200),
        BROKEN_JSON(400),
        UNKNOWN_MODEL(404),
        WRONG_KEY(401);

        private final int status;

        Flaw(int status) {
            this.status = status;
        }

        /** What it is answered with. */
        public int status() {
            return status;
        }
    }

    /** Stays to the end. */
    public static PlannedRequest whole(String name, String model, boolean stream, int tokens, int gapMillis) {
        return new PlannedRequest(name, model, stream, tokens, gapMillis, -1, Flaw.NONE);
    }

    /** A stream that its client leaves. */
    public static PlannedRequest left(String name, String model, int tokens, int gapMillis, int afterTokens) {
        return new PlannedRequest(name, model, true, tokens, gapMillis, afterTokens, Flaw.NONE);
    }

    /** One that is refused. */
    public static PlannedRequest refused(String name, String model, Flaw flaw) {
        return new PlannedRequest(name, model, true, 1, 0, -1, flaw);
    }

    static PlannedRequest parse(String line) {
        String[] parts = line.split("\t");
        return new PlannedRequest(
                parts[0],
                parts[1],
                Boolean.parseBoolean(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                Integer.parseInt(parts[5]),
                Flaw.valueOf(parts[6]));
    }

    String line() {
        return String.join(
                "\t",
                name,
                model,
                Boolean.toString(stream),
                Integer.toString(tokens),
                Integer.toString(gapMillis),
                Integer.toString(leaveAfterTokens),
                flaw.name());
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
        body.put("model", flaw == Flaw.UNKNOWN_MODEL ? "nobody-offers-this" : model)
                .put("stream", stream);
        // A real engine is to make exactly as many; the scripted one does so anyway.
        body.put("max_tokens", tokens).put("ignore_eos", true).put("temperature", 0);
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", nodes.objectNode().set("script", script).toString());
        String text = body.toString();
        return flaw == Flaw.BROKEN_JSON ? text.substring(0, text.length() - 2) : text;
    }

    /** The key to call with, of the one that is right. */
    String key(String right) {
        char last = right.charAt(right.length() - 1);
        return flaw == Flaw.WRONG_KEY ? right.substring(0, right.length() - 1) + (last == 'a' ? 'b' : 'a') : right;
    }
}
