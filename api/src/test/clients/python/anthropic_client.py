"""Anthropic's client for Python."""

import anthropic

from matrix import (
    ADMIN_KEY, BASE_URL, KEY, LIMITED_KEY, MODEL, SPENT_KEY, TOO_LONG, WEATHER,
    ask, behaviour, holding_the_slot, left, refused, repeated,
)

client = anthropic.Anthropic(base_url=BASE_URL.removesuffix("/v1"), api_key=KEY, timeout=20)

TOOLS = [
    {"name": tool["function"]["name"], "description": tool["function"]["description"],
     "input_schema": tool["function"]["parameters"]}
    for tool in WEATHER
]


def asked(name, script=None, **more):
    return {"model": MODEL, "max_tokens": 50, "messages": [{"role": "user", "content": ask(name, **(script or {}))}],
            **more}


def create(name, who=client, **more):
    return who.messages.create(**asked(name, **more))


def stream(name, **more):
    """The message that the client puts together from a stream, and the pieces of its text."""
    with client.messages.stream(**asked(name, **more)) as events:
        pieces = list(events.text_stream)
        return events.get_final_message(), pieces


def text_of(message):
    return "".join(block.text for block in message.content if block.type == "text")


def tools_of(message):
    return [[block.id, block.name, block.input] for block in message.content if block.type == "tool_use"]


def thoughts_of(message):
    return "".join(block.thinking for block in message.content if block.type == "thinking")


def error(failure):
    told = failure.body["error"]
    return {"status": failure.status_code, "code": told["code"], "param": told.get("param"),
            "request": str(failure.request_id).startswith("req_")}


def chat():
    message = create("chat", script={"tokens": 10, "promptTokens": 12, "cachedTokens": 5})
    return {"text": text_of(message), "finish": message.stop_reason, "model": message.model,
            "prompt": message.usage.input_tokens, "completion": message.usage.output_tokens,
            "cached": message.usage.cache_read_input_tokens}


def chat_stream():
    message, pieces = stream("chat_stream", script={"tokens": 10, "split": True})
    return {"text": "".join(pieces), "finish": message.stop_reason, "pieces": len(pieces)}


def stream_usage():
    message, pieces = stream("stream_usage", script={"tokens": 10})
    return {"text": text_of(message), "prompt": message.usage.input_tokens,
            "completion": message.usage.output_tokens}


def heartbeat():
    message, _ = stream("heartbeat", script={"tokens": 1, "firstMillis": 1400}, extra_headers={"x-hanok-heartbeat": "1"})
    return {"text": text_of(message)}


def tool_call():
    message = create("tool_call", script={"tokens": 0, "calls": 1}, tools=TOOLS)
    return {"finish": message.stop_reason, "tools": tools_of(message)}


def tool_stream():
    message, _ = stream("tool_stream", script={"tokens": 2, "calls": 2}, tools=TOOLS)
    return {"finish": message.stop_reason, "tools": tools_of(message)}


def reasoning():
    message = create("reasoning", script={"tokens": 2, "thoughts": 3})
    return {"text": text_of(message), "thoughts": thoughts_of(message)}


def reasoning_stream():
    message, _ = stream("reasoning_stream", script={"tokens": 2, "thoughts": 3})
    return {"text": text_of(message), "thoughts": thoughts_of(message)}


def replay():
    answer = client.messages.with_raw_response.create(
        **asked("replay", script={"tokens": 2}, extra_headers={"Idempotency-Key": MODEL}))
    return answer.parse().model_dump(), answer.headers


def leaves():
    with client.messages.stream(**asked("leaves", script={"tokens": 2000, "gapMillis": 5})) as events:
        for _ in range(4):
            next(events)
    return left("leaves")


def dies():
    before = []
    try:
        with client.messages.stream(**asked("dies", script={"tokens": 9, "dieAfterTokens": 4, "gapMillis": 40})) as events:
            for piece in events.text_stream:
                before.append(piece)
    except anthropic.APIError as failure:
        return {"calls": 0, "error": type(failure).__name__, "code": failure.body["error"]["code"], "text": "".join(before)}
    return {"error": None, "text": "".join(before)}


behaviour("chat", chat)
behaviour("chat_stream", chat_stream)
behaviour("stream_usage", stream_usage)
behaviour("heartbeat", heartbeat)
behaviour("length", lambda: {"finish": create("length", script={"tokens": 2, "finish": "length"}).stop_reason})
behaviour("tool_call", tool_call)
behaviour("tool_stream", tool_stream)
behaviour("reasoning", reasoning)
behaviour("reasoning_stream", reasoning_stream)
behaviour("unauthorized", lambda: refused(
    lambda: create("unauthorized", who=client.with_options(api_key="hk_nobody")), error))
behaviour("unknown_model", lambda: refused(
    lambda: client.messages.create(**{**asked("unknown_model"), "model": "no-such-model"}), error))
behaviour("bad_parameter", lambda: refused(lambda: create("bad_parameter", extra_body={"temperature": 9}), error))
behaviour("too_long", lambda: refused(lambda: create("too_long", script={"status": 400}), error))
behaviour("forbidden", lambda: refused(
    lambda: create("forbidden", who=client.with_options(api_key=ADMIN_KEY)), error))
behaviour("bad_method", lambda: refused(lambda: client.get("/v1/messages", cast_to=object), error))
behaviour("too_large", lambda: refused(lambda: client.messages.create(
    model=MODEL, max_tokens=50, messages=[{"role": "user", "content": TOO_LONG}]), error))
behaviour("media_type", lambda: refused(
    lambda: create("media_type", extra_headers={"Content-Type": "text/plain"}), error))
behaviour("rate", lambda: holding_the_slot(lambda: {"calls": 0, "text": text_of(create(
    "rate", who=client.with_options(api_key=LIMITED_KEY), script={"tokens": 1}))}))
behaviour("quota", lambda: refused(lambda: create("quota", who=client.with_options(api_key=SPENT_KEY)), error))
behaviour("overload", lambda: {"calls": 0, "text": text_of(create(
    "overload", script={"tokens": 1, "status": 503, "failures": 1}))})
behaviour("replay", lambda: repeated(replay))
behaviour("leaves", leaves)
behaviour("dies", dies)
