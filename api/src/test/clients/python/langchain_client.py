"""LangChain's package for OpenAI's API."""

import openai
import tiktoken
import tiktoken.registry
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_openai import ChatOpenAI, OpenAI, OpenAIEmbeddings

from matrix import (
    ADMIN_KEY, BASE_URL, KEY, LIMITED_KEY, MODEL, SPENT_KEY, TOO_LONG, WEATHER,
    ask, behaviour, holding_the_slot, left, refused, repeated, roles, rounded,
)

# OpenAI's vocabulary is fetched from the network when it is first used; any other makes token arrays too.
tiktoken.registry.ENCODINGS["cl100k_base"] = tiktoken.Encoding(
    "cl100k_base", pat_str=r"\S+|\s+", mergeable_ranks={bytes([byte]): byte for byte in range(256)}, special_tokens={})


def chat_model(key=KEY, model=MODEL, **more):
    return ChatOpenAI(base_url=BASE_URL, api_key=key, model=model, timeout=20, **more)


def error(failure):
    return {"status": failure.status_code, "code": failure.code, "param": failure.param,
            "request": str(failure.request_id).startswith("req_")}


def chat():
    message = chat_model().invoke(ask("chat", tokens=10, promptTokens=12, cachedTokens=5))
    return {"text": message.content, "finish": message.response_metadata["finish_reason"],
            "model": message.response_metadata["model_name"], "prompt": message.usage_metadata["input_tokens"],
            "completion": message.usage_metadata["output_tokens"],
            "cached": message.usage_metadata["input_token_details"]["cache_read"]}


def stream(name, model=None, **script):
    """The pieces, and what they are together."""
    pieces = list((model or chat_model()).stream(ask(name, **script)))
    whole = pieces[0]
    for piece in pieces[1:]:
        whole += piece
    return whole, pieces


def chat_stream():
    whole, pieces = stream("chat_stream", tokens=10, split=True)
    return {"text": whole.content, "finish": whole.response_metadata["finish_reason"],
            "pieces": sum(1 for piece in pieces if piece.content)}


def stream_usage():
    whole, _ = stream("stream_usage", model=chat_model(stream_usage=True), tokens=10)
    return {"text": whole.content, "prompt": whole.usage_metadata["input_tokens"],
            "completion": whole.usage_metadata["output_tokens"]}


def stream_no_usage():
    whole, _ = stream("stream_no_usage", model=chat_model(stream_usage=False), tokens=10)
    return {"text": whole.content, "usage": whole.usage_metadata is not None}


def tools_of(message):
    return [[call["id"], call["name"], call["args"]] for call in message.tool_calls]


def tool_call():
    message = chat_model().bind_tools(WEATHER).invoke(ask("tool_call", tokens=0, calls=1))
    return {"finish": message.response_metadata["finish_reason"], "tools": tools_of(message)}


def tool_stream():
    whole, _ = stream("tool_stream", model=chat_model().bind_tools(WEATHER), tokens=2, calls=2)
    return {"finish": whole.response_metadata["finish_reason"], "tools": tools_of(whole)}


def completion_model():
    return OpenAI(base_url=BASE_URL, api_key=KEY, model=MODEL, timeout=20)


def completion():
    result = completion_model().generate([ask("completion", tokens=4)])
    generation = result.generations[0][0]
    return {"text": generation.text, "finish": generation.generation_info["finish_reason"],
            "completion": result.llm_output["token_usage"]["completion_tokens"]}


def completion_stream():
    return {"text": "".join(completion_model().stream(ask("completion_stream", tokens=4)))}


def embedder(**more):
    return OpenAIEmbeddings(base_url=BASE_URL, api_key=KEY, model=MODEL, timeout=20, **more)


def embeddings():
    vectors = embedder(check_embedding_ctx_length=False).embed_documents([ask("embeddings"), "둘"])
    return {"vectors": [rounded(vector) for vector in vectors]}


def replay():
    message = chat_model(include_response_headers=True).invoke(
        ask("replay", tokens=2), extra_headers={"Idempotency-Key": MODEL})
    return [message.content, message.response_metadata["id"]], message.response_metadata["headers"]


def leaves():
    pieces = chat_model().stream(ask("leaves", tokens=2000, gapMillis=5))
    for _ in range(4):
        next(pieces)
    pieces.close()
    return left("leaves")


def dies():
    before = []
    try:
        for piece in chat_model().stream(ask("dies", tokens=9, dieAfterTokens=4, gapMillis=40)):
            before.append(piece.content)
    except openai.APIError as failure:
        return {"calls": 0, "error": type(failure).__name__, "code": failure.code, "text": "".join(before)}
    return {"error": None, "text": "".join(before)}


def response_model():
    return chat_model(use_responses_api=True)


def response():
    message = response_model().invoke(ask("response", tokens=10, promptTokens=12, cachedTokens=5))
    return {"text": message.text, "finish": message.response_metadata["status"],
            "model": message.response_metadata["model_name"], "prompt": message.usage_metadata["input_tokens"],
            "completion": message.usage_metadata["output_tokens"],
            "cached": message.usage_metadata["input_token_details"]["cache_read"]}


def response_stream():
    whole, pieces = stream("response_stream", model=response_model(), tokens=10, split=True)
    texts = [piece.text for piece in pieces if piece.text]
    return {"text": whole.text, "pieces": len(texts), "same": "".join(texts) == whole.text}


def response_tools():
    message = response_model().bind_tools(WEATHER).invoke(ask("response_tools", tokens=0, calls=1))
    after = response_model().invoke(
        [ToolMessage("맑음", tool_call_id=message.tool_calls[0]["id"]),
         HumanMessage(ask("response_result", tokens=1))],
        previous_response_id=message.response_metadata["id"])
    return {"tools": tools_of(message), "asked": roles("response_result"), "text": after.text}


def response_fails():
    before = []
    try:
        for piece in response_model().stream(ask("response_fails", tokens=9, dieAfterTokens=4, gapMillis=40)):
            before.append(piece.text)
    except ValueError as failure:
        return {"calls": 0, "text": "".join(before), "end": type(failure).__name__,
                "failed": "server_error" if "server_error" in str(failure) else str(failure)}
    return {"calls": 0, "text": "".join(before), "end": None}


behaviour("chat", chat)
behaviour("chat_stream", chat_stream)
behaviour("stream_usage", stream_usage)
behaviour("stream_no_usage", stream_no_usage)
behaviour("length", lambda: {"finish": chat_model(max_tokens=2).invoke(
    ask("length", tokens=2, finish="length")).response_metadata["finish_reason"]})
behaviour("tool_call", tool_call)
behaviour("tool_stream", tool_stream)
behaviour("completion", completion)
behaviour("completion_stream", completion_stream)
behaviour("embeddings", embeddings)
behaviour("embedding_tokens", lambda: refused(
    lambda: embedder().embed_documents(["하나"]),
    lambda failure: {**error(failure), "helped": "check_embedding_ctx_length=False" in str(failure)}))
behaviour("unauthorized", lambda: refused(lambda: chat_model(key="hk_nobody").invoke("안녕"), error))
behaviour("unknown_model", lambda: refused(lambda: chat_model(model="no-such-model").invoke("안녕"), error))
behaviour("bad_parameter", lambda: refused(lambda: chat_model(temperature=9).invoke("안녕"), error))
behaviour("too_long", lambda: refused(lambda: chat_model().invoke(ask("too_long", status=400)), error))
behaviour("forbidden", lambda: refused(lambda: chat_model(key=ADMIN_KEY).invoke("안녕"), error))
behaviour("too_large", lambda: refused(lambda: chat_model().invoke(TOO_LONG), error))
behaviour("media_type", lambda: refused(
    lambda: chat_model(default_headers={"Content-Type": "text/plain"}).invoke("안녕"), error))
behaviour("rate", lambda: holding_the_slot(
    lambda: {"calls": 0, "text": chat_model(key=LIMITED_KEY).invoke(ask("rate", tokens=1)).content}))
behaviour("quota", lambda: refused(lambda: chat_model(key=SPENT_KEY).invoke("안녕"), error))
behaviour("overload", lambda: {"calls": 0, "text": chat_model().invoke(
    ask("overload", tokens=1, status=503, failures=1)).content})
behaviour("replay", lambda: repeated(replay))
behaviour("leaves", leaves)
behaviour("dies", dies)
behaviour("response", response)
behaviour("response_stream", response_stream)
behaviour("response_tools", response_tools)
behaviour("response_fails", response_fails)
