package cloud.hanok.api.clients;

import cloud.hanok.api.scripted.ScriptedRequest.Outcome;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What the scripts of other languages have in their {@code matrix} file, for clients that run in this process. */
final class JavaMatrix {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final int SLOT_TOKENS = 6;
    private static final int SLOT_GAP_MILLIS = 100;
    private static final long GONE_MILLIS = 3_000;
    private static final int TOO_LONG_CHARACTERS = 7 << 20;

    private final ClientBed bed;
    private final List<Found> found = new ArrayList<>();

    JavaMatrix(ClientBed bed) {
        this.bed = bed;
    }

    /** All that was shown. */
    List<Found> found() {
        return found;
    }

    /**
     * The text of a user who wants the engine to answer by a script.
     *
     * @param script its keys but the name, as JSON members
     */
    static String ask(String name, String script) {
        return "{\"script\":{\"name\":\"" + name + "\"" + (script.isEmpty() ? "" : "," + script) + "}}";
    }

    static ObjectNode facts() {
        return JSON.createObjectNode();
    }

    /** Runs one and keeps its facts. What it throws unasked is a fact too. */
    void behaviour(Behaviour behaviour, Callable<ObjectNode> run) {
        int before = bed.calls();
        long start = System.nanoTime();
        ObjectNode facts;
        try {
            facts = run.call();
        } catch (Exception failure) {
            // The matrix shows it, and the rest goes on.
            facts = facts().put("unexpected", failure.toString());
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (facts.has("calls")) {
            facts.put("calls", bed.calls() - before);
        }
        found.add(new Found(behaviour, asRead(facts), millis));
    }

    /** Numbers as they are when they were read: a script's facts know no longs. */
    private static ObjectNode asRead(ObjectNode facts) {
        try {
            return (ObjectNode) JSON.readTree(facts.toString());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Runs while another request of the limited key is being answered, for so long that one retry outlives it. */
    ObjectNode holdingTheSlot(Supplier<ObjectNode> run) throws InterruptedException {
        Thread slot = bed.askDirectly(ask("slot", "\"tokens\":" + SLOT_TOKENS + ",\"gapMillis\":" + SLOT_GAP_MILLIS));
        try {
            return run.get();
        } finally {
            slot.join();
        }
    }

    /** A text with which a body is longer than any may be. */
    static String tooLong() {
        return "가".repeat(TOO_LONG_CHARACTERS);
    }

    /** How many requests of this script the engine was asked. */
    int computed(String name) {
        return bed.outcomes(name).size();
    }

    /** Waits until the engine has seen that the client of this script went, and says how long that took. */
    ObjectNode left(String name) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < GONE_MILLIS * 1_000_000) {
            if (bed.outcomes(name).stream().allMatch(outcome -> outcome == Outcome.ABORTED)) {
                return facts().put("gone", true).put("goneMillis", (System.nanoTime() - start) / 1_000_000);
            }
            LockSupport.parkNanos(20_000_000);
        }
        return facts().put("gone", false);
    }

    /** Numbers of single precision in whole hundred-thousandths, as far as they can be told apart. */
    static ArrayNode rounded(List<Float> vector) {
        ArrayNode rounded = JSON.createArrayNode();
        vector.forEach(number -> rounded.add(Math.round(number * 100_000)));
        return rounded;
    }
}
