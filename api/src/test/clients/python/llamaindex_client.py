"""LlamaIndex's model for services that speak OpenAI's API."""

import gc

import openai
from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.llms.openai_like import OpenAILike, OpenAILikeResponses

from matrix import (
    ADMIN_KEY, BASE_URL, KEY, LIMITED_KEY, MODEL, SPENT_KEY, TOO_LONG,
    ask, asked_of_the_engine, behaviour, holding_the_slot, left, refused, roles,
)


def model(key=KEY, name=MODEL, **more):
    return OpenAILike(**{
        "api_base": BASE_URL, "api_key": key, "model": name, "is_chat_model": True,
        "is_function_calling_model": True, "context_window": 4096, "timeout": 20, **more})


def user(name, **script):
    return [ChatMessage(role="user", content=ask(name, **script))]


def weather(도시: str) -> str:
    """도시의 날씨"""
    return 도시


TOOLS = [FunctionTool.from_defaults(weather, name=f"get_weather_{number}") for number in range(2)]


def error(failure):
    return {"status": failure.status_code, "code": failure.code, "param": failure.param,
            "request": str(failure.request_id).startswith("req_")}


def chat():
    answer = model().chat(user("chat", tokens=10, promptTokens=12, cachedTokens=5))
    return {"text": answer.message.content, "finish": answer.raw.choices[0].finish_reason,
            "model": answer.raw.model, "prompt": answer.raw.usage.prompt_tokens,
            "completion": answer.raw.usage.completion_tokens,
            "cached": answer.raw.usage.prompt_tokens_details.cached_tokens}


def chat_stream():
    pieces = list(model().stream_chat(user("chat_stream", tokens=10, split=True)))
    return {"text": pieces[-1].message.content, "finish": pieces[-1].raw.choices[0].finish_reason,
            "pieces": sum(1 for piece in pieces if piece.delta)}


def stream_usage():
    asking = model(additional_kwargs={"stream_options": {"include_usage": True}})
    pieces = list(asking.stream_chat(user("stream_usage", tokens=10)))
    usage = pieces[-1].raw.usage
    return {"text": pieces[-1].message.content, "prompt": usage.prompt_tokens, "completion": usage.completion_tokens}


def stream_no_usage():
    pieces = list(model().stream_chat(user("stream_no_usage", tokens=10)))
    return {"text": pieces[-1].message.content, "usage": any(piece.raw.usage for piece in pieces)}


def tools_of(answer):
    calls = model().get_tool_calls_from_response(answer)
    return [[call.tool_id, call.tool_name, call.tool_kwargs] for call in calls]


def tool_call():
    answer = model().chat_with_tools(TOOLS, user_msg=user("tool_call", tokens=0, calls=1)[0])
    return {"finish": answer.raw.choices[0].finish_reason, "tools": tools_of(answer)}


def tool_stream():
    pieces = list(model().stream_chat_with_tools(TOOLS, user_msg=user("tool_stream", tokens=2, calls=2)[0],
                                                 allow_parallel_tool_calls=True))
    return {"finish": pieces[-1].raw.choices[0].finish_reason, "tools": tools_of(pieces[-1])}


def completion():
    answer = model(is_chat_model=False).complete(ask("completion", tokens=4))
    return {"text": answer.text, "finish": answer.raw.choices[0].finish_reason,
            "completion": answer.raw.usage.completion_tokens}


def completion_stream():
    pieces = list(model(is_chat_model=False).stream_complete(ask("completion_stream", tokens=4)))
    return {"text": pieces[-1].text, "finish": pieces[-1].raw.choices[0].finish_reason}


def replay():
    asking = model(default_headers={"Idempotency-Key": MODEL})
    answers = [asking.chat(user("replay", tokens=2)).raw.model_dump() for _ in range(2)]
    return {"calls": 0, "same": answers[0] == answers[1], "computed": len(asked_of_the_engine("replay"))}


def leaves():
    pieces = model().stream_chat(user("leaves", tokens=2000, gapMillis=5))
    for _ in range(4):
        next(pieces)
    # Its own iterators close nothing; what they hold is closed when it is collected.
    del pieces
    gc.collect()
    return left("leaves")


def dies():
    text = ""
    try:
        for piece in model().stream_chat(user("dies", tokens=9, dieAfterTokens=4, gapMillis=40)):
            text = piece.message.content
    except openai.APIError as failure:
        return {"calls": 0, "error": type(failure).__name__, "code": failure.code, "text": text}
    return {"error": None, "text": text}


def response_model(**more):
    return OpenAILikeResponses(api_base=BASE_URL, api_key=KEY, model=MODEL, is_function_calling_model=True,
                               context_window=4096, timeout=20, **more)


def response():
    answer = response_model().chat(user("response", tokens=10, promptTokens=12, cachedTokens=5))
    return {"text": answer.message.content, "finish": answer.raw.status, "model": answer.raw.model,
            "prompt": answer.raw.usage.input_tokens, "completion": answer.raw.usage.output_tokens,
            "cached": answer.raw.usage.input_tokens_details.cached_tokens}


def response_stream():
    pieces = list(response_model().stream_chat(user("response_stream", tokens=10, split=True)))
    text = pieces[-1].message.content
    texts = [piece.delta for piece in pieces if piece.delta]
    return {"text": text, "pieces": len(texts), "same": "".join(texts) == text}


def response_tools():
    answer = response_model(store=True).chat_with_tools(TOOLS, user_msg=user("response_tools", tokens=0, calls=1)[0])
    calls = response_model().get_tool_calls_from_response(answer)
    result = ChatMessage(role="tool", content="맑음", additional_kwargs={"tool_call_id": calls[0].tool_id})
    after = response_model(previous_response_id=answer.raw.id).chat([result, *user("response_result", tokens=1)])
    return {"tools": [[call.tool_id, call.tool_name, call.tool_kwargs] for call in calls],
            "asked": roles("response_result"), "text": after.message.content}


def response_fails():
    facts = {"calls": 0, "text": ""}
    try:
        for piece in response_model().stream_chat(user("response_fails", tokens=9, dieAfterTokens=4, gapMillis=40)):
            facts["text"] += piece.delta
            if piece.raw.type == "response.failed":
                facts["failed"] = piece.raw.response.error.code
    except Exception as failure:
        facts["end"] = type(failure).__name__
    return facts


behaviour("chat", chat)
behaviour("chat_stream", chat_stream)
behaviour("stream_usage", stream_usage)
behaviour("stream_no_usage", stream_no_usage)
behaviour("length", lambda: {"finish": model(max_tokens=2).chat(
    user("length", tokens=2, finish="length")).raw.choices[0].finish_reason})
behaviour("tool_call", tool_call)
behaviour("tool_stream", tool_stream)
behaviour("completion", completion)
behaviour("completion_stream", completion_stream)
behaviour("unauthorized", lambda: refused(lambda: model(key="hk_nobody").chat(user("unauthorized")), error))
behaviour("unknown_model", lambda: refused(lambda: model(name="no-such-model").chat(user("unknown_model")), error))
behaviour("bad_parameter", lambda: refused(
    lambda: model(additional_kwargs={"temperature": 9}).chat(user("bad_parameter")), error))
behaviour("too_long", lambda: refused(lambda: model().chat(user("too_long", status=400)), error))
behaviour("forbidden", lambda: refused(lambda: model(key=ADMIN_KEY).chat(user("forbidden")), error))
behaviour("too_large", lambda: refused(
    lambda: model().chat([ChatMessage(role="user", content=TOO_LONG)]), error))
behaviour("media_type", lambda: refused(
    lambda: model(default_headers={"Content-Type": "text/plain"}).chat(user("media_type")), error))
behaviour("rate", lambda: holding_the_slot(
    lambda: {"calls": 0, "text": model(key=LIMITED_KEY).chat(user("rate", tokens=1)).message.content}))
behaviour("quota", lambda: refused(lambda: model(key=SPENT_KEY, max_retries=1).chat(user("quota")), error))
behaviour("overload", lambda: {"calls": 0, "text": model().chat(
    user("overload", tokens=1, status=503, failures=1)).message.content})
behaviour("replay", replay)
behaviour("leaves", leaves)
behaviour("dies", dies)
behaviour("response", response)
behaviour("response_stream", response_stream)
behaviour("response_tools", response_tools)
behaviour("response_fails", response_fails)
