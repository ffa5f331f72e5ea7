package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.fault.PlatformCalls.Tenant;
import cloud.hanok.api.fault.PlatformCalls.Tokens;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a client process read with what is billed, request by request and in sum.
 *
 * <p>What must hold. A whole answer is billed at what was read. A stream that broke with its engine too: its client read
 * everything to the error event. A stream that was cut with the gateway is billed at what was read, or at most the one
 * chunk more whose count was in its slot when the kill came before its write: as many tokens as the gateway read from
 * its engine at once, which with an engine of one event a packet is one, and more only where the gateway was late; no
 * more than the engine wrote, in any case. A body is one chunk: when cut it is billed whole or not at all. A request of
 * which no head was read is billed at one chunk at most.
 */
public final class BilledRequests {
    private static final long PROMPT_TOKENS = 12;

    private final House house;
    private final Tenant tenant;
    private final Map<String, PlannedRequest> plan = new HashMap<>();
    private final Map<String, EngineProcess.Seen> seen;
    private final List<ReadAnswer> answers;
    private final int chunkTokens;

    private Tokens billed = new Tokens(0, 0);
    private int attempts;
    private int amendments;
    private long received;
    private long overshoot;
    private long largestOvershoot;

    public BilledRequests(House house, Tenant tenant, List<PlannedRequest> plan, List<ReadAnswer> answers)
            throws IOException, InterruptedException {
        this.house = house;
        this.tenant = tenant;
        this.answers = answers;
        this.seen = house.engine().seen();
        plan.forEach(each -> this.plan.put(each.name(), each));
        this.chunkTokens = Math.max(
                1,
                answers.stream().mapToInt(ReadAnswer::largestChunkTokens).max().orElse(1));
    }

    /** Waits until everything has arrived, compares, and returns the figures. */
    public String check() throws IOException {
        sentinel();
        Set<String> known = new HashSet<>();
        for (ReadAnswer answer : answers) {
            if (!answer.id().equals(ReadAnswer.NO_ID)) {
                assertThat(known.add(answer.id())).as("one id for one request").isTrue();
                checkSeen(answer);
            }
        }
        int unheard = checkUnheard(known);
        checkSum(house.calls().reported(tenant));
        // An OPEN whose request never reached its engine is known to nobody but the log.
        long nobodys = house.calls().logSize(tenant) - 2L * attempts - amendments;
        assertThat(nobodys)
                .as("leaves that belong to no request")
                .isBetween(0L, 2L * (count(ReadAnswer.End.NO_HEAD) - unheard));
        assertThat(nobodys % 2).isZero();
        return "answers " + answers.size() + " (whole " + count(ReadAnswer.End.WHOLE) + ", cut "
                + count(ReadAnswer.End.CUT) + ", broken by the engine " + count(ReadAnswer.End.BROKEN) + ", left "
                + count(ReadAnswer.End.LEFT) + ", refused " + count(ReadAnswer.End.REFUSED) + " " + refusals()
                + ", without a head "
                + count(ReadAnswer.End.NO_HEAD) + "), attempts " + attempts + ", output tokens received " + received
                + ", billed " + billed.output() + ", more than received " + overshoot + " (largest "
                + largestOvershoot + "), largest chunk " + chunkTokens;
    }

    /** A request of which no head was read has no id: only the scripted engine tells which one it was. */
    private void checkSum(Tokens reported) {
        long nameless = answers.stream()
                .filter(answer -> answer.end() == ReadAnswer.End.NO_HEAD)
                .filter(answer -> planned(answer.name()).model().startsWith(RealEngine.DEPLOYMENT))
                .count();
        if (nameless == 0) {
            assertThat(reported).as("the sum of all").isEqualTo(billed);
        } else {
            assertThat(reported.output() - billed.output())
                    .as("the sum of all, but for what " + nameless + " without a head may have cost")
                    .isBetween(0L, nameless * chunkTokens);
            assertThat(reported.input()).isGreaterThanOrEqualTo(billed.input());
        }
    }

    private static void checkPrompt(PlannedRequest planned, JsonNode last, String what) {
        long prompt = last.at("/usage/input_tokens").asLong()
                + last.at("/usage/input_cached_tokens").asLong();
        if (planned.model().startsWith(RealEngine.DEPLOYMENT)) {
            assertThat(prompt).as(what).isPositive();
        } else {
            assertThat(prompt).as(what).isEqualTo(PROMPT_TOKENS);
        }
    }

    private Map<Integer, Long> refusals() {
        return answers.stream()
                .filter(answer -> answer.end() == ReadAnswer.End.REFUSED)
                .collect(Collectors.groupingBy(ReadAnswer::status, TreeMap::new, Collectors.counting()));
    }

    private long count(ReadAnswer.End end) {
        return answers.stream().filter(answer -> answer.end() == end).count();
    }

    /** The journal is shipped in order: when the last request has arrived, all before it have. */
    private void sentinel() throws IOException {
        var last = PlannedRequest.whole("sentinel", House.deployments().getFirst(), false, 3, 0);
        HttpResponse<String> answer = house.calls().chat(tenant, last);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        house.await("the last request's usage and receipt", () -> {
            HttpResponse<String> found = house.calls().request(tenant, id);
            return found.statusCode() == 200 && PlatformCalls.read(found).hasNonNull("result");
        });
        assertThat(add(find(id))).isEqualTo(3);
    }

    private void checkSeen(ReadAnswer answer) {
        received += answer.tokens();
        JsonNode request = find(answer.id());
        if (!answer.recorded()) {
            assertThat(request).as("no OPEN, no usage: " + answer).isNull();
            return;
        }
        if (request == null) {
            throw new AssertionError("not billed: " + answer);
        }
        long output = add(request);
        PlannedRequest planned = planned(answer.name());
        String what = answer + " of " + planned + ": " + request.get("attempts");
        JsonNode last = request.get("attempts").get(request.get("attempts").size() - 1);
        String outcome = last.get("outcome").asText();
        switch (answer.end()) {
            case WHOLE -> {
                assertThat(answer.tokens()).as(what).isEqualTo(planned.tokens());
                assertThat(output).as(what).isEqualTo(planned.tokens());
                assertThat(outcome).as(what).isEqualTo("completed");
                assertThat(last.get("partial").asBoolean()).as(what).isFalse();
                assertThat(last.get("estimated").asBoolean()).as(what).isFalse();
                checkPrompt(planned, last, what);
            }
            case REFUSED -> assertThat(output).as(what).isZero();
            case BROKEN -> {
                assertThat(output).as(what).isEqualTo(answer.tokens());
                assertThat(outcome).as(what).isEqualTo("engine_failed");
            }
            case CUT -> {
                assertThat(outcome).as(what).isIn("gateway_lost", "completed", "engine_failed");
                checkCut(answer, planned, last, output, what);
            }
            case LEFT -> {
                assertThat(outcome).as(what).isEqualTo("client_left");
                assertThat(last.get("partial").asBoolean()).as(what).isTrue();
                checkCut(answer, planned, last, output, what);
            }
            case NO_HEAD -> throw new AssertionError(what);
        }
    }

    private void checkCut(ReadAnswer answer, PlannedRequest planned, JsonNode last, long output, String what) {
        if (!planned.stream()) {
            assertThat(output).as(what).isIn(0L, (long) planned.tokens());
            return;
        }
        long more = output - answer.tokens();
        assertThat(more).as(what).isBetween(0L, (long) chunkTokens);
        EngineProcess.Seen made = seen.get(answer.id());
        if (made != null && !made.outcome().equals("RUNNING")) {
            assertThat(output).as(what + " " + made).isLessThanOrEqualTo(made.tokens());
        }
        if (output > 0) {
            assertThat(last.get("estimated").asBoolean()).as(what).isFalse();
            checkPrompt(planned, last, what);
        }
        overshoot += more;
        largestOvershoot = Math.max(largestOvershoot, more);
    }

    /** Requests that reached the engine and of whose answer the client read no head. Returns how many have usage. */
    private int checkUnheard(Set<String> known) {
        Set<String> names = new HashSet<>();
        answers.stream()
                .filter(answer -> answer.end() == ReadAnswer.End.NO_HEAD)
                .forEach(answer -> names.add(answer.name()));
        int billedOnes = 0;
        for (Map.Entry<String, EngineProcess.Seen> each : seen.entrySet()) {
            String name = each.getValue().name();
            if (known.contains(each.getKey()) || !plan.containsKey(name)) {
                continue;
            }
            assertThat(names).as("of an answer without a head: " + each).contains(name);
            JsonNode request = find(each.getKey());
            if (request != null) {
                billedOnes++;
                long output = add(request);
                PlannedRequest planned = planned(name);
                if (planned.stream()) {
                    assertThat(output).as(each + ": " + request).isBetween(0L, (long) chunkTokens);
                } else {
                    assertThat(output).as(each + ": " + request).isIn(0L, (long) planned.tokens());
                }
                overshoot += output;
            }
        }
        return billedOnes;
    }

    /** Checks that each attempt is there once, adds it to the sum, and returns the tokens of the answer. */
    private long add(@Nullable JsonNode request) {
        JsonNode each = Objects.requireNonNull(request, "the request is there");
        JsonNode tried = each.get("attempts");
        for (int i = 0; i < tried.size(); i++) {
            assertThat(tried.get(i).get("attempt").asInt()).as(each.toString()).isEqualTo(i + 1);
            if (i < tried.size() - 1) {
                assertThat(tried.get(i).get("cost_nano_won").asLong())
                        .as("an attempt before the last one: " + each)
                        .isZero();
            }
        }
        assertThat(tried.size()).isPositive();
        assertThat(each.hasNonNull("decision"))
                .as("an opening receipt: " + each)
                .isTrue();
        assertThat(each.hasNonNull("result")).as("a closing receipt: " + each).isTrue();
        attempts += tried.size();
        amendments += each.get("amendments").size();
        JsonNode usage = each.get("usage");
        long output = usage.get("output_tokens").asLong();
        billed = billed.plus(new Tokens(
                usage.get("input_tokens").asLong()
                        + usage.get("input_cached_tokens").asLong(),
                output));
        return output;
    }

    private @Nullable JsonNode find(String id) {
        HttpResponse<String> answer = house.calls().request(tenant, id);
        if (answer.statusCode() == 404) {
            return null;
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return PlatformCalls.read(answer);
    }

    private PlannedRequest planned(String name) {
        return Objects.requireNonNull(plan.get(name), name);
    }
}
