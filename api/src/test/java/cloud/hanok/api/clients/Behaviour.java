package cloud.hanok.api.clients;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a client is tried with. Its wire name is its own in small letters, and scripts say it.
 *
 * <p>The facts are those that every client must show; what only some clients show they may leave out, see
 * {@link MatrixClient}. Texts are the scripted engine's.
 */
enum Behaviour {
    CHAT("chat", """
            {"text":"대한민국의 수도는 서울이며, 한강이 가운데로 흐릅니다. 대한민국의 수도는 ","finish":"stop","model":"$MODEL",
             "prompt":12,"completion":10,"cached":5}"""),
    CHAT_STREAM("chat, streamed; Korean split anywhere", """
            {"text":"대한민국의 수도는 서울이며, 한강이 가운데로 흐릅니다. 대한민국의 수도는 ","finish":"stop","pieces":10}"""),
    STREAM_USAGE("usage in a stream, asked for", """
            {"text":"대한민국의 수도는 서울이며, 한강이 가운데로 흐릅니다. 대한민국의 수도는 ","prompt":12,"completion":10}"""),
    STREAM_NO_USAGE("no usage where it was not", """
            {"text":"대한민국의 수도는 서울이며, 한강이 가운데로 흐릅니다. 대한민국의 수도는 ","usage":false}"""),
    HEARTBEAT("signs of life before the first token", "{\"text\":\"대한민국의 \"}"),
    LENGTH("cut at the length asked for", "{\"finish\":\"length\"}"),
    TOOL_CALL("a tool call", """
            {"finish":"tool_calls","tools":[["call_0","get_weather_0",{"도시":"서울"}]]}"""),
    TOOL_STREAM("two tool calls at once, streamed", """
            {"finish":"tool_calls","tools":[["call_0","get_weather_0",{"도시":"서울"}],["call_1","get_weather_1",{"도시":"서울"}]]}"""),
    REASONING("reasoning text", "{\"text\":\"대한민국의 수도는 \",\"thoughts\":\"대한민국의 수도는 서울\"}"),
    REASONING_STREAM("reasoning text, streamed", "{\"text\":\"대한민국의 수도는 \",\"thoughts\":\"대한민국의 수도는 서울\"}"),
    COMPLETION("completion", "{\"text\":\"대한민국의 수도는 서울이며, \",\"finish\":\"stop\",\"completion\":4}"),
    COMPLETION_STREAM("completion, streamed", "{\"text\":\"대한민국의 수도는 서울이며, \",\"finish\":\"stop\"}"),
    EMBEDDINGS("embeddings as the client asks by itself", """
            {"vectors":[[0,-14286,-28571,-42857],[14286,0,-14286,-28571]],"prompt":12}"""),
    EMBEDDINGS_FLOAT("embeddings as numbers", """
            {"vectors":[[0,-14286,-28571,-42857],[14286,0,-14286,-28571]],"prompt":12}"""),
    EMBEDDING_TOKENS("token arrays refused with the way out", """
            {"status":400,"code":"invalid_value","param":"input","request":true,"calls":1,"helped":true}"""),
    MODELS("models listed and found", "{\"listed\":true,\"found\":true}"),
    UNAUTHORIZED("401", """
            {"status":401,"code":"invalid_api_key","param":null,"request":true,"calls":1}"""),
    UNKNOWN_MODEL("404 of a model", """
            {"status":404,"code":"model_not_found","param":"model","request":true,"calls":1}"""),
    BAD_PARAMETER("400 with its parameter", """
            {"status":400,"code":"invalid_value","param":"temperature","request":true,"calls":1}"""),
    TOO_LONG("400 of a context that is too short", """
            {"status":400,"code":"context_length_exceeded","param":"messages","request":true,"calls":1}"""),
    UNSUPPORTED("404 of what is not offered", """
            {"status":404,"code":"unsupported_endpoint","param":null,"request":true,"calls":1}"""),
    FORBIDDEN("403 of a key for administrators", """
            {"status":403,"code":"forbidden","param":null,"request":true,"calls":1}"""),
    BAD_METHOD("405 of a method that is not offered", """
            {"status":405,"code":"method_not_allowed","param":null,"request":true,"calls":1}"""),
    TOO_LARGE("413 of a body above 20 MiB", """
            {"status":413,"code":"request_too_large","param":null,"request":true,"calls":1}"""),
    MEDIA_TYPE("415 of a body that is said to be no JSON", """
            {"status":415,"code":"unsupported_media_type","param":null,"request":true,"calls":1}"""),
    RATE("429 of a rate: tried again, then answered", "{\"calls\":2,\"text\":\"대한민국의 \"}"),
    QUOTA("429 of spending: not tried again", """
            {"status":429,"code":"insufficient_quota","param":null,"request":true,"calls":1}"""),
    OVERLOAD("503: tried again, then answered", "{\"calls\":2,\"text\":\"대한민국의 \"}"),
    REPLAY("the same `Idempotency-Key` twice: the first answer again, computed and billed once", """
            {"same":true,"replayed":true,"computed":1,"calls":2}"""),
    LEAVES("the client leaves: the engine stops within 500 ms", "{\"gone\":true}"),
    DIES(
            "the engine dies in a stream: an error",
            "{\"calls\":1,\"code\":\"engine_failed\",\"text\":\"대한민국의 수도는 서울이며, \"}"),
    RESPONSE("response", """
            {"text":"대한민국의 수도는 서울이며, 한강이 가운데로 흐릅니다. 대한민국의 수도는 ","finish":"completed","model":"$MODEL",
             "prompt":12,"completion":10,"cached":5}"""),
    RESPONSE_STREAM("response, streamed, put together by the client", """
            {"text":"대한민국의 수도는 서울이며, 한강이 가운데로 흐릅니다. 대한민국의 수도는 ","pieces":10,"same":true}"""),
    RESPONSE_TOOLS("a tool call in a response, and its result sent back with `previous_response_id`", """
            {"tools":[["call_0","get_weather_0",{"도시":"서울"}]],"asked":["user","assistant","tool","user"],"text":"대한민국의 "}"""),
    RESPONSE_KEPT("a response had again with its items, until it is deleted", """
            {"same":true,"items":["하나","둘"],"status":404,"code":"not_found","param":null,"request":true,"calls":6}"""),
    RESPONSE_BACKGROUND(
            "a response in the background: polled; its stream left and resumed by `starting_after`; cancelled", """
            {"first":"queued","end":"completed","text":"대한민국의 수도는 서울이며, 한강이 가운데로 흐릅니다. 대한민국의 수도는 ",
             "resumed":4,"last":"response.completed","same":true,"cancelled":"cancelled"}"""),
    RESPONSE_FAILS("the engine dies in a response's stream: a failed response", """
            {"calls":1,"text":"대한민국의 수도는 서울이며, ","failed":"server_error","end":"failed"}"""),
    CONVERSATION("a conversation with items, and two responses of it", """
            {"asked":["user","assistant","user","assistant","user"],"items":5,"listed":true,"words":"둘째","left":4,"gone":404}"""),
    CHAT_KEPT("chats kept with `store`: listed by metadata page by page, had again, changed, and deleted", """
            {"listed":true,"same":true,"texts":["하나","둘"],"changed":"둘째","summed":true,"deleted":true,"gone":404}"""),
    FILES("files made, listed page by page, had again, and deleted", """
            {"name":"질문 0.jsonl","listed":true,"same":true,"content":"{\\"가\\":0}","deleted":true,"gone":404}"""),
    UPLOAD("a file that comes in parts", """
            {"state":"completed","bytes":250000,"same":true}"""),
    BATCH("a batch made of a file, polled to its end, its answers and refusals had, and listed", """
            {"state":"completed","counts":[2,2,0],"text":"대한민국의 수도는 ","names":["가","나"],"errors":false,"listed":true,
             "cancel":409}"""),
    WEBHOOK(
            "an endpoint for webhooks made and changed; an event that it was sent, unwrapped; a forged one refused",
            """
            {"made":true,"listed":true,"name":"새 이름","answered":204,"type":"response.completed","same":true,"rotated":true,
             "forged":true,"deleted":true,"gone":404}""");

    private final String title;
    private final String facts;

    Behaviour(String title, String facts) {
        this.title = title;
        this.facts = facts;
    }

    /** How a reader knows it. */
    String title() {
        return title;
    }

    /** The facts as JSON, for a client that asks this model. */
    String facts(String model) {
        return facts.replace("$MODEL", model);
    }

    /** How scripts name it. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Behaviour ofWire(String name) {
        return Arrays.stream(values())
                .filter(each -> each.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no behaviour is called " + name));
    }
}
