"""OpenAI's client for Python."""

import hashlib
import json
import os
import time
import urllib.request

import openai

from matrix import (
    ADMIN_KEY, BASE_URL, KEY, LIMITED_KEY, MODEL, SPENT_KEY, TOO_LONG, WEATHER,
    ask, behaviour, holding_the_slot, left, parsed, refused, repeated, roles, rounded,
)

client = openai.OpenAI(base_url=BASE_URL, api_key=KEY, timeout=20)


def messages(name, **script):
    return [{"role": "user", "content": ask(name, **script)}]


def create(name, who=client, script=None, **more):
    return who.chat.completions.create(model=MODEL, messages=messages(name, **(script or {})), **more)


def error(failure):
    return {"status": failure.status_code, "code": failure.code, "param": failure.param,
            "request": str(failure.request_id).startswith("req_")}


def chat():
    answer = create("chat", script={"tokens": 10, "promptTokens": 12, "cachedTokens": 5})
    return {"text": answer.choices[0].message.content, "finish": answer.choices[0].finish_reason,
            "model": answer.model, "prompt": answer.usage.prompt_tokens,
            "completion": answer.usage.completion_tokens,
            "cached": answer.usage.prompt_tokens_details.cached_tokens}


def text_of(chunks):
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)


def chat_stream():
    chunks = list(create("chat_stream", script={"tokens": 10, "split": True}, stream=True))
    return {"text": text_of(chunks), "finish": chunks[-1].choices[0].finish_reason,
            "pieces": sum(1 for chunk in chunks if chunk.choices[0].delta.content)}


def stream_usage():
    chunks = list(create("stream_usage", script={"tokens": 10}, stream=True, stream_options={"include_usage": True}))
    return {"prompt": chunks[-1].usage.prompt_tokens, "completion": chunks[-1].usage.completion_tokens,
            "text": text_of(chunks)}


def stream_no_usage():
    chunks = list(create("stream_no_usage", script={"tokens": 10}, stream=True))
    return {"text": text_of(chunks), "usage": any(chunk.usage or not chunk.choices for chunk in chunks)}


def heartbeat():
    return {"text": text_of(create("heartbeat", script={"tokens": 1, "firstMillis": 1400}, stream=True,
                                   extra_headers={"x-hanok-heartbeat": "1"}))}


def length():
    return {"finish": create("length", script={"tokens": 2, "finish": "length"}, max_tokens=2).choices[0].finish_reason}


def tool_call():
    choice = create("tool_call", script={"tokens": 0, "calls": 1}, tools=WEATHER).choices[0]
    return {"finish": choice.finish_reason, "tools": parsed(
        (call.id, call.function.name, call.function.arguments) for call in choice.message.tool_calls)}


def tool_stream():
    found = {}
    finish = None
    for chunk in create("tool_stream", script={"tokens": 2, "calls": 2}, tools=WEATHER, stream=True):
        finish = chunk.choices[0].finish_reason
        for piece in chunk.choices[0].delta.tool_calls or []:
            call = found.setdefault(piece.index, ["", "", ""])
            call[0] += piece.id or ""
            call[1] += piece.function.name or ""
            call[2] += piece.function.arguments or ""
    return {"finish": finish, "tools": parsed(found[index] for index in sorted(found))}


def reasoning():
    message = create("reasoning", script={"tokens": 2, "thoughts": 3}).choices[0].message
    return {"text": message.content, "thoughts": message.model_extra["reasoning_content"]}


def reasoning_stream():
    chunks = list(create("reasoning_stream", script={"tokens": 2, "thoughts": 3}, stream=True))
    return {"text": text_of(chunks), "thoughts": "".join(
        chunk.choices[0].delta.model_extra.get("reasoning_content", "") for chunk in chunks)}


def completion():
    answer = client.completions.create(model=MODEL, prompt=ask("completion", tokens=4))
    return {"text": answer.choices[0].text, "finish": answer.choices[0].finish_reason,
            "completion": answer.usage.completion_tokens}


def completion_stream():
    chunks = list(client.completions.create(model=MODEL, prompt=ask("completion_stream", tokens=4), stream=True))
    return {"text": "".join(chunk.choices[0].text for chunk in chunks), "finish": chunks[-1].choices[0].finish_reason}


def embeddings(**more):
    answer = client.embeddings.create(model=MODEL, input=[ask("embeddings"), "둘"], **more)
    return {"vectors": [rounded(item.embedding) for item in answer.data], "prompt": answer.usage.prompt_tokens}


def models():
    return {"listed": MODEL in [model.id for model in client.models.list()],
            "found": client.models.retrieve(MODEL).id == MODEL}


def rate():
    limited = client.with_options(api_key=LIMITED_KEY)
    return holding_the_slot(lambda: {"calls": 0, "text": create(
        "rate", who=limited, script={"tokens": 1}).choices[0].message.content})


def overload():
    answer = create("overload", script={"tokens": 1, "status": 503, "failures": 1})
    return {"calls": 0, "text": answer.choices[0].message.content}


def replay():
    answer = client.chat.completions.with_raw_response.create(
        model=MODEL, messages=messages("replay", tokens=2), extra_headers={"Idempotency-Key": MODEL})
    return answer.parse().model_dump(), answer.headers


def leaves():
    stream = create("leaves", script={"tokens": 2000, "gapMillis": 5}, stream=True)
    for _ in range(4):
        next(stream)
    stream.close()
    return left("leaves")


def dies():
    before = []
    try:
        for chunk in create("dies", script={"tokens": 9, "dieAfterTokens": 4, "gapMillis": 40}, stream=True):
            before.append(chunk)
    except openai.APIError as failure:
        return {"calls": 0, "error": type(failure).__name__, "code": failure.code, "text": text_of(before)}
    return {"error": None, "text": text_of(before)}


def response():
    answer = client.responses.create(
        model=MODEL, input=ask("response", tokens=10, promptTokens=12, cachedTokens=5))
    return {"text": answer.output_text, "finish": answer.status, "model": answer.model,
            "prompt": answer.usage.input_tokens, "completion": answer.usage.output_tokens,
            "cached": answer.usage.input_tokens_details.cached_tokens}


def response_stream():
    with client.responses.stream(model=MODEL, input=ask("response_stream", tokens=10, split=True)) as stream:
        pieces = [event.delta for event in stream if event.type == "response.output_text.delta"]
        text = stream.get_final_response().output_text
    return {"text": text, "pieces": len(pieces), "same": "".join(pieces) == text}


def response_tools():
    answer = client.responses.create(
        model=MODEL, input=ask("response_tools", tokens=0, calls=1),
        tools=[{"type": "function", **tool["function"]} for tool in WEATHER])
    called = [item for item in answer.output if item.type == "function_call"]
    after = client.responses.create(model=MODEL, previous_response_id=answer.id, input=[
        {"type": "function_call_output", "call_id": called[0].call_id, "output": "맑음"},
        {"role": "user", "content": ask("response_result", tokens=1)}])
    return {"tools": parsed((call.call_id, call.name, call.arguments) for call in called),
            "asked": roles("response_result"), "text": after.output_text}


def response_kept():
    texts = ["하나", "둘", ask("response_kept", tokens=2)]
    answer = client.responses.create(model=MODEL, input=[{"role": "user", "content": text} for text in texts])
    again = client.responses.retrieve(answer.id)
    items = [item.content[0].text for item in client.responses.input_items.list(answer.id, limit=2, order="asc")]
    client.responses.delete(answer.id)
    return {"same": again.model_dump() == answer.model_dump(), "items": items[:-1],
            **refused(lambda: client.responses.retrieve(answer.id), error)}


def response_background():
    queued = client.responses.create(
        model=MODEL, input=ask("response_polled", tokens=10, firstMillis=200), background=True)
    answer = queued
    while answer.status in ("queued", "in_progress"):
        time.sleep(0.1)
        answer = client.responses.retrieve(queued.id)
    stream = client.responses.create(
        model=MODEL, input=ask("response_resumed", tokens=10, gapMillis=20), background=True, stream=True)
    seen = [next(stream) for _ in range(4)]
    stream.close()
    rest = list(client.responses.retrieve(
        seen[0].response.id, stream=True, starting_after=seen[-1].sequence_number))
    with client.responses.stream(response_id=seen[0].response.id, starting_after=3) as helper:
        same = helper.get_final_response().output_text == rest[-1].response.output[0].content[0].text
    unwanted = client.responses.create(
        model=MODEL, input=ask("response_cancelled", tokens=800, gapMillis=10), background=True)
    return {"first": queued.status, "end": answer.status, "text": answer.output_text,
            "resumed": rest[0].sequence_number, "last": rest[-1].type, "same": same,
            "cancelled": client.responses.cancel(unwanted.id).status}


def response_fails():
    text, failed = "", None
    with client.responses.stream(
            model=MODEL, input=ask("response_fails", tokens=9, dieAfterTokens=4, gapMillis=40)) as stream:
        for event in stream:
            if event.type == "response.output_text.delta":
                text += event.delta
            elif event.type == "response.failed":
                failed = event.response.error.code
        try:
            end = stream.get_final_response().status
        except RuntimeError as failure:
            end = type(failure).__name__
    return {"calls": 0, "text": text, "failed": failed, "end": end}


def conversation():
    made = client.conversations.create(items=[{"role": "user", "content": "하나"}, {"role": "assistant", "content": "둘"}],
                                       metadata={"표": "첫째"})
    first = client.responses.create(model=MODEL, input=ask("conversation_first", tokens=3), conversation=made.id)
    client.responses.delete(first.id)
    client.responses.create(model=MODEL, input=[{"role": "user", "content": ask("conversation_second", tokens=1)}],
                            conversation={"id": made.id})
    asked = roles("conversation_second")
    items = list(client.conversations.items.list(made.id, limit=2, order="asc"))
    last = client.conversations.items.list(made.id, limit=1).data[0]
    found = client.conversations.items.retrieve(last.id, conversation_id=made.id)
    client.conversations.items.delete(last.id, conversation_id=made.id)
    added = client.conversations.items.create(made.id, items=[{"role": "user", "content": "끝"}])
    client.conversations.items.delete(added.data[0].id, conversation_id=made.id)
    client.conversations.items.delete(items[0].id, conversation_id=made.id)
    words = client.conversations.update(made.id, metadata={"표": "둘째"}).metadata["표"]
    left = list(client.conversations.items.list(made.id, limit=3))
    client.conversations.delete(made.id)
    try:
        gone = client.conversations.retrieve(made.id).id
    except openai.NotFoundError as failure:
        gone = failure.status_code
    return {"asked": asked, "items": len(items) - 1, "listed": found.id == items[-1].id, "words": words,
            "left": len(left), "gone": gone}


def chat_kept():
    asked = [{"role": "user", "content": text} for text in ("하나", "둘", ask("chat_kept", tokens=3))]
    made = [client.chat.completions.create(model=MODEL, messages=asked, store=True, metadata={"표": MODEL})
            for _ in range(3)]
    first = made[0]
    listed = [chat.id for chat in client.chat.completions.list(metadata={"표": MODEL}, limit=2)]
    again = client.chat.completions.retrieve(first.id)
    texts = [message.content for message in client.chat.completions.messages.list(first.id, limit=2)]
    changed = client.chat.completions.update(first.id, metadata={"표": "둘째"})
    chunks = list(create("chat_kept", script={"tokens": 6}, stream=True, store=True))
    whole = client.chat.completions.retrieve(chunks[0].id)
    deleted = all(client.chat.completions.delete(chat.id).deleted for chat in made)
    try:
        gone = client.chat.completions.retrieve(first.id).id
    except openai.NotFoundError as failure:
        gone = failure.status_code
    return {"listed": listed == [chat.id for chat in made],
            "same": again.choices == first.choices and again.usage == first.usage, "texts": texts[:-1],
            "changed": changed.metadata["표"], "summed": whole.choices[0].message.content == text_of(chunks),
            "deleted": deleted, "gone": gone}


def files():
    made = [client.files.create(file=(f"질문 {i}.jsonl", json.dumps({"가": i}, ensure_ascii=False,
                                                                  separators=(",", ":")).encode()), purpose="evals")
            for i in range(3)]
    listed = [file.id for file in client.files.list(purpose="evals", limit=2)]
    first = made[0]
    again = client.files.retrieve(first.id)
    content = client.files.content(first.id).read().decode()
    deleted = all(client.files.delete(file.id).deleted for file in made)
    try:
        status = client.files.retrieve(first.id).status
    except openai.NotFoundError as failure:
        status = failure.status_code
    return {"name": first.filename, "listed": {file.id for file in made} <= set(listed), "content": content,
            "same": again.model_dump() == first.model_dump(), "deleted": deleted, "gone": status}


def upload():
    content = bytes(i % 251 for i in range(250_000))
    done = client.uploads.upload_file_chunked(
        file=content, filename="큰 파일.bin", bytes=len(content), mime_type="application/octet-stream",
        purpose="user_data", part_size=100_000, md5=hashlib.md5(content).hexdigest())
    same = client.files.content(done.file.id).read() == content
    client.files.delete(done.file.id)
    return {"state": done.status, "bytes": done.file.bytes, "same": same}


def batch():
    lines = [{"custom_id": name, "method": "POST", "url": "/v1/chat/completions",
              "body": {"model": MODEL, "messages": messages("batch", tokens=2)}} for name in ("가", "나")]
    jsonl = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    file = client.files.create(file=("질문.jsonl", jsonl.encode()), purpose="batch")
    made = client.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")
    while made.status in ("validating", "in_progress", "finalizing"):
        time.sleep(0.2)
        made = client.batches.retrieve(made.id)
    answers = [json.loads(line) for line in client.files.content(made.output_file_id).text.splitlines()]
    counts = made.request_counts
    try:
        cancel = client.batches.cancel(made.id).status
    except openai.ConflictError as failure:
        cancel = failure.status_code
    return {"state": made.status, "counts": [counts.total, counts.completed, counts.failed],
            "text": answers[0]["response"]["body"]["choices"][0]["message"]["content"],
            "names": sorted(answer["custom_id"] for answer in answers), "errors": made.error_file_id is not None,
            "listed": made.id in [each.id for each in client.batches.list(limit=1)], "cancel": cancel}


def hooked():
    with urllib.request.urlopen(os.environ["HANOK_HOOKED"]) as answer:
        return json.load(answer)


def webhook():
    hook = client.webhooks.create(
        name="이름", url=os.environ["HANOK_HOOK"], event_types=["response.completed", "batch.failed"])
    listed = hook.id in [each.id for each in client.webhooks.list(limit=1)]
    named = client.webhooks.update(hook.id, name="새 이름").name
    status = client.webhooks.test(hook.id, event_type="response.completed").status_code
    came = hooked()
    event = client.webhooks.unwrap(came["body"], came["headers"], secret=hook.signing_secret)
    forged = False
    try:
        client.webhooks.unwrap(came["body"] + " ", came["headers"], secret=hook.signing_secret)
    except openai.InvalidWebhookSignatureError:
        forged = True
    again = client.webhooks.rotate_secret(hook.id, keep_old_secret_active_for_24_hours=True)
    client.webhooks.test(hook.id, event_type="batch.failed")
    both = hooked()
    kinds = {client.webhooks.unwrap(both["body"], both["headers"], secret=secret).type
             for secret in (hook.signing_secret, again.signing_secret)}
    deleted = client.webhooks.delete(hook.id).deleted
    gone = None
    try:
        client.webhooks.retrieve(hook.id)
    except openai.NotFoundError as failure:
        gone = failure.status_code
    return {"made": hook.object == "webhook_endpoint", "listed": listed, "name": named, "answered": status,
            "type": event.type, "same": event.id == came["headers"]["webhook-id"],
            "rotated": kinds == {"batch.failed"}, "forged": forged, "deleted": deleted, "gone": gone}


behaviour("chat", chat)
behaviour("chat_stream", chat_stream)
behaviour("stream_usage", stream_usage)
behaviour("stream_no_usage", stream_no_usage)
behaviour("heartbeat", heartbeat)
behaviour("length", length)
behaviour("tool_call", tool_call)
behaviour("tool_stream", tool_stream)
behaviour("reasoning", reasoning)
behaviour("reasoning_stream", reasoning_stream)
behaviour("completion", completion)
behaviour("completion_stream", completion_stream)
behaviour("embeddings", embeddings)
behaviour("embeddings_float", lambda: embeddings(encoding_format="float"))
behaviour("embedding_tokens", lambda: refused(
    lambda: client.embeddings.create(model=MODEL, input=[[1, 2, 3]]),
    lambda failure: {**error(failure), "helped": "check_embedding_ctx_length=False" in str(failure)}))
behaviour("models", models)
behaviour("unauthorized", lambda: refused(
    lambda: create("unauthorized", who=client.with_options(api_key="hk_nobody")), error))
behaviour("unknown_model", lambda: refused(
    lambda: client.chat.completions.create(model="no-such-model", messages=messages("unknown_model")), error))
behaviour("bad_parameter", lambda: refused(lambda: create("bad_parameter", temperature=9), error))
behaviour("too_long", lambda: refused(lambda: create("too_long", script={"status": 400}), error))
behaviour("unsupported", lambda: refused(lambda: client.moderations.create(input="안녕"), error))
behaviour("forbidden", lambda: refused(
    lambda: create("forbidden", who=client.with_options(api_key=ADMIN_KEY)), error))
behaviour("bad_method", lambda: refused(
    lambda: client.responses.retrieve("input_tokens"), error))
behaviour("too_large", lambda: refused(lambda: client.chat.completions.create(
    model=MODEL, messages=[{"role": "user", "content": TOO_LONG}]), error))
behaviour("media_type", lambda: refused(
    lambda: create("media_type", extra_headers={"Content-Type": "text/plain"}), error))
behaviour("rate", rate)
behaviour("quota", lambda: refused(
    lambda: create("quota", who=client.with_options(api_key=SPENT_KEY)), error))
behaviour("overload", overload)
behaviour("replay", lambda: repeated(replay))
behaviour("leaves", leaves)
behaviour("dies", dies)
behaviour("response", response)
behaviour("response_stream", response_stream)
behaviour("response_tools", response_tools)
behaviour("response_kept", response_kept)
behaviour("response_background", response_background)
behaviour("response_fails", response_fails)
behaviour("conversation", conversation)
behaviour("chat_kept", chat_kept)
behaviour("files", files)
behaviour("upload", upload)
behaviour("batch", batch)
behaviour("webhook", webhook)
