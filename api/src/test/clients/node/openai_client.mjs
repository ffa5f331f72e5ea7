// OpenAI's client for Node.js.

import { createHash } from "node:crypto";
import OpenAI, { toFile } from "openai";
import {
  ADMIN_KEY, BASE_URL, CITY, KEY, LIMITED_KEY, MODEL, SPENT_KEY, TOO_LONG,
  all, ask, behaviour, holdingTheSlot, left, refused, repeated, roles, rounded,
} from "./matrix.mjs";

const client = new OpenAI({ baseURL: BASE_URL, apiKey: KEY, timeout: 20_000 });
const limited = client.withOptions({ apiKey: LIMITED_KEY });

const create = (name, script = {}, more = {}, who = client) =>
  who.chat.completions.create({ model: MODEL, messages: [{ role: "user", content: ask(name, script) }], ...more });
const stream = async (name, script, more = {}) => all(await create(name, script, { stream: true, ...more }));
const textOf = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
const error = (failure) => ({
  status: failure.status, code: failure.code, param: failure.param, request: failure.requestID.startsWith("req_"),
});
const tools = [0, 1].map((number) => ({
  type: "function",
  function: { name: `get_weather_${number}`, description: "도시의 날씨", parameters: CITY },
}));

await behaviour("chat", async () => {
  const answer = await create("chat", { tokens: 10, promptTokens: 12, cachedTokens: 5 });
  return {
    text: answer.choices[0].message.content,
    finish: answer.choices[0].finish_reason,
    model: answer.model,
    prompt: answer.usage.prompt_tokens,
    completion: answer.usage.completion_tokens,
    cached: answer.usage.prompt_tokens_details.cached_tokens,
  };
});

await behaviour("chat_stream", async () => {
  const chunks = await stream("chat_stream", { tokens: 10, split: true });
  return {
    text: textOf(chunks),
    finish: chunks.at(-1).choices[0].finish_reason,
    pieces: chunks.filter((chunk) => chunk.choices[0].delta.content).length,
  };
});

await behaviour("stream_usage", async () => {
  const chunks = await stream("stream_usage", { tokens: 10 }, { stream_options: { include_usage: true } });
  const usage = chunks.at(-1).usage;
  return { text: textOf(chunks), prompt: usage.prompt_tokens, completion: usage.completion_tokens };
});

await behaviour("stream_no_usage", async () => {
  const chunks = await stream("stream_no_usage", { tokens: 10 });
  return { text: textOf(chunks), usage: chunks.some((chunk) => chunk.usage || chunk.choices.length === 0) };
});

await behaviour("heartbeat", async () => ({
  text: textOf(await all(await client.chat.completions.create(
    { model: MODEL, stream: true, messages: [{ role: "user", content: ask("heartbeat", { tokens: 1, firstMillis: 1400 }) }] },
    { headers: { "x-hanok-heartbeat": "1" } },
  ))),
}));

await behaviour("length", async () => ({
  finish: (await create("length", { tokens: 2, finish: "length" }, { max_tokens: 2 })).choices[0].finish_reason,
}));

await behaviour("tool_call", async () => {
  const choice = (await create("tool_call", { tokens: 0, calls: 1 }, { tools })).choices[0];
  return {
    finish: choice.finish_reason,
    tools: choice.message.tool_calls.map((call) => [call.id, call.function.name, JSON.parse(call.function.arguments)]),
  };
});

await behaviour("tool_stream", async () => {
  // With the client's own assembly of the pieces, which checks their indexes.
  const runner = client.chat.completions.stream({
    model: MODEL, messages: [{ role: "user", content: ask("tool_stream", { tokens: 2, calls: 2 }) }], tools,
  });
  const choice = (await runner.finalChatCompletion()).choices[0];
  return {
    finish: choice.finish_reason,
    tools: choice.message.tool_calls.map((call) => [call.id, call.function.name, JSON.parse(call.function.arguments)]),
  };
});

await behaviour("reasoning", async () => {
  const { message } = (await create("reasoning", { tokens: 2, thoughts: 3 })).choices[0];
  return { text: message.content, thoughts: message.reasoning_content };
});

await behaviour("reasoning_stream", async () => {
  const chunks = await stream("reasoning_stream", { tokens: 2, thoughts: 3 });
  return {
    text: textOf(chunks),
    thoughts: chunks.map((chunk) => chunk.choices[0].delta.reasoning_content ?? "").join(""),
  };
});

await behaviour("completion", async () => {
  const answer = await client.completions.create({ model: MODEL, prompt: ask("completion", { tokens: 4 }) });
  return {
    text: answer.choices[0].text,
    finish: answer.choices[0].finish_reason,
    completion: answer.usage.completion_tokens,
  };
});

await behaviour("completion_stream", async () => {
  const prompt = ask("completion_stream", { tokens: 4 });
  const chunks = await all(await client.completions.create({ model: MODEL, prompt, stream: true }));
  return {
    text: chunks.map((chunk) => chunk.choices[0].text).join(""),
    finish: chunks.at(-1).choices[0].finish_reason,
  };
});

const embeddings = async (more = {}) => {
  const answer = await client.embeddings.create({ model: MODEL, input: [ask("embeddings"), "둘"], ...more });
  return { vectors: answer.data.map((item) => rounded(item.embedding)), prompt: answer.usage.prompt_tokens };
};
await behaviour("embeddings", () => embeddings());
await behaviour("embeddings_float", () => embeddings({ encoding_format: "float" }));
await behaviour("embedding_tokens", () => refused(
  () => client.embeddings.create({ model: MODEL, input: [[1, 2, 3]] }),
  (failure) => ({ ...error(failure), helped: failure.message.includes("check_embedding_ctx_length=False") }),
));

await behaviour("models", async () => ({
  listed: (await all(client.models.list())).some((model) => model.id === MODEL),
  found: (await client.models.retrieve(MODEL)).id === MODEL,
}));

await behaviour("unauthorized", () =>
  refused(() => create("unauthorized", {}, {}, client.withOptions({ apiKey: "hk_nobody" })), error));
await behaviour("unknown_model", () =>
  refused(() => create("unknown_model", {}, { model: "no-such-model" }), error));
await behaviour("bad_parameter", () => refused(() => create("bad_parameter", {}, { temperature: 9 }), error));
await behaviour("too_long", () => refused(() => create("too_long", { status: 400 }), error));
await behaviour("unsupported", () =>
  refused(() => client.moderations.create({ input: "안녕" }), error));

await behaviour("forbidden", () =>
  refused(() => create("forbidden", {}, {}, client.withOptions({ apiKey: ADMIN_KEY })), error));
await behaviour("bad_method", () => refused(() => client.responses.retrieve("input_tokens"), error));
await behaviour("too_large", () =>
  refused(() => create("too_large", {}, { messages: [{ role: "user", content: TOO_LONG }] }), error));
await behaviour("media_type", () => refused(() => client.chat.completions.create(
  { model: MODEL, messages: [{ role: "user", content: ask("media_type") }] },
  { headers: { "content-type": "text/plain" } },
), error));

await behaviour("rate", () => holdingTheSlot(async () => ({
  calls: 0,
  text: (await create("rate", { tokens: 1 }, {}, limited)).choices[0].message.content,
})));

await behaviour("quota", () =>
  refused(() => create("quota", {}, {}, client.withOptions({ apiKey: SPENT_KEY })), error));

await behaviour("overload", async () => ({
  calls: 0,
  text: (await create("overload", { tokens: 1, status: 503, failures: 1 })).choices[0].message.content,
}));

await behaviour("replay", () => repeated(async () => {
  const { data, response } = await client.chat.completions.create(
    { model: MODEL, messages: [{ role: "user", content: ask("replay", { tokens: 2 }) }] },
    { headers: { "Idempotency-Key": MODEL } },
  ).withResponse();
  return { answer: data, headers: Object.fromEntries(response.headers) };
}));

await behaviour("leaves", async () => {
  const chunks = await create("leaves", { tokens: 2000, gapMillis: 5 }, { stream: true });
  let seen = 0;
  for await (const chunk of chunks) {
    seen += chunk.choices.length;
    if (seen === 4) break;
  }
  return left("leaves");
});

await behaviour("dies", async () => {
  const before = [];
  try {
    for await (const chunk of await create("dies", { tokens: 9, dieAfterTokens: 4, gapMillis: 40 }, { stream: true })) {
      before.push(chunk);
    }
  } catch (failure) {
    return { calls: 0, error: failure.constructor.name, code: failure.code, text: textOf(before) };
  }
  return { error: null, text: textOf(before) };
});

await behaviour("response", async () => {
  const answer = await client.responses.create({
    model: MODEL, input: ask("response", { tokens: 10, promptTokens: 12, cachedTokens: 5 }),
  });
  return {
    text: answer.output_text,
    finish: answer.status,
    model: answer.model,
    prompt: answer.usage.input_tokens,
    completion: answer.usage.output_tokens,
    cached: answer.usage.input_tokens_details.cached_tokens,
  };
});

await behaviour("response_stream", async () => {
  const runner = client.responses.stream({ model: MODEL, input: ask("response_stream", { tokens: 10, split: true }) });
  const pieces = [];
  runner.on("response.output_text.delta", (event) => pieces.push(event.delta));
  const text = (await runner.finalResponse()).output_text;
  return { text, pieces: pieces.length, same: pieces.join("") === text };
});

await behaviour("response_tools", async () => {
  const answer = await client.responses.create({
    model: MODEL,
    input: ask("response_tools", { tokens: 0, calls: 1 }),
    tools: tools.map((tool) => ({ type: "function", ...tool.function })),
  });
  const called = answer.output.filter((item) => item.type === "function_call");
  const after = await client.responses.create({
    model: MODEL,
    previous_response_id: answer.id,
    input: [
      { type: "function_call_output", call_id: called[0].call_id, output: "맑음" },
      { role: "user", content: ask("response_result", { tokens: 1 }) },
    ],
  });
  return {
    tools: called.map((call) => [call.call_id, call.name, JSON.parse(call.arguments)]),
    asked: await roles("response_result"),
    text: after.output_text,
  };
});

await behaviour("response_kept", async () => {
  const input = ["하나", "둘", ask("response_kept", { tokens: 2 })].map((content) => ({ role: "user", content }));
  const answer = await client.responses.create({ model: MODEL, input });
  const again = await client.responses.retrieve(answer.id);
  const items = await all(client.responses.inputItems.list(answer.id, { limit: 2, order: "asc" }));
  await client.responses.delete(answer.id);
  return {
    same: JSON.stringify(again) === JSON.stringify(answer),
    items: items.slice(0, -1).map((item) => item.content[0].text),
    ...(await refused(() => client.responses.retrieve(answer.id), error)),
  };
});

await behaviour("response_background", async () => {
  const queued = await client.responses.create({
    model: MODEL, input: ask("response_polled", { tokens: 10, firstMillis: 200 }), background: true,
  });
  let answer = queued;
  while (["queued", "in_progress"].includes(answer.status)) {
    await new Promise((later) => setTimeout(later, 100));
    answer = await client.responses.retrieve(queued.id);
  }
  const stream = await client.responses.create({
    model: MODEL, input: ask("response_resumed", { tokens: 10, gapMillis: 20 }), background: true, stream: true,
  });
  const seen = [];
  for await (const event of stream) {
    seen.push(event);
    if (seen.length === 4) break;
  }
  const id = seen[0].response.id;
  const rest = await all(
    await client.responses.retrieve(id, { stream: true, starting_after: seen.at(-1).sequence_number }),
  );
  const helped = await client.responses.stream({ response_id: id, starting_after: 3 }).finalResponse();
  const unwanted = await client.responses.create({
    model: MODEL, input: ask("response_cancelled", { tokens: 800, gapMillis: 10 }), background: true,
  });
  return {
    first: queued.status,
    end: answer.status,
    text: answer.output_text,
    resumed: rest[0].sequence_number,
    last: rest.at(-1).type,
    same: helped.output[0].content[0].text === rest.at(-1).response.output[0].content[0].text,
    cancelled: (await client.responses.cancel(unwanted.id)).status,
  };
});

await behaviour("response_fails", async () => {
  const runner = client.responses.stream({
    model: MODEL, input: ask("response_fails", { tokens: 9, dieAfterTokens: 4, gapMillis: 40 }),
  });
  const facts = { calls: 0, text: "", failed: null };
  runner.on("response.output_text.delta", (event) => (facts.text += event.delta));
  runner.on("response.failed", (event) => (facts.failed = event.response.error.code));
  try {
    facts.end = (await runner.finalResponse()).status;
  } catch (failure) {
    facts.end = failure.constructor.name;
  }
  return facts;
});

await behaviour("conversation", async () => {
  const made = await client.conversations.create({
    items: [{ role: "user", content: "하나" }, { role: "assistant", content: "둘" }], metadata: { 표: "첫째" },
  });
  const first = await client.responses.create(
    { model: MODEL, input: ask("conversation_first", { tokens: 3 }), conversation: made.id });
  await client.responses.delete(first.id);
  await client.responses.create({
    model: MODEL, input: [{ role: "user", content: ask("conversation_second", { tokens: 1 }) }], conversation: { id: made.id },
  });
  const asked = await roles("conversation_second");
  const items = await all(client.conversations.items.list(made.id, { limit: 2, order: "asc" }));
  const [last] = (await client.conversations.items.list(made.id, { limit: 1 })).data;
  const place = { conversation_id: made.id };
  const found = await client.conversations.items.retrieve(last.id, place);
  await client.conversations.items.delete(last.id, place);
  const added = await client.conversations.items.create(made.id, { items: [{ role: "user", content: "끝" }] });
  await client.conversations.items.delete(added.data[0].id, place);
  await client.conversations.items.delete(items[0].id, place);
  const words = (await client.conversations.update(made.id, { metadata: { 표: "둘째" } })).metadata.표;
  const left = await all(client.conversations.items.list(made.id, { limit: 3 }));
  await client.conversations.delete(made.id);
  const gone = await client.conversations.retrieve(made.id).catch((failure) => failure.status);
  return { asked, items: items.length - 1, listed: found.id === items.at(-1).id, words, left: left.length, gone };
});

await behaviour("chat_kept", async () => {
  const messages = ["하나", "둘", ask("chat_kept", { tokens: 3 })].map((content) => ({ role: "user", content }));
  const made = [];
  for (let i = 0; i < 3; i++) {
    made.push(await client.chat.completions.create({ model: MODEL, messages, store: true, metadata: { 표: MODEL } }));
  }
  const [first] = made;
  const listed = (await all(client.chat.completions.list({ metadata: { 표: MODEL }, limit: 2 }))).map((chat) => chat.id);
  const again = await client.chat.completions.retrieve(first.id);
  const texts = (await all(client.chat.completions.messages.list(first.id, { limit: 2 }))).map((each) => each.content);
  const changed = await client.chat.completions.update(first.id, { metadata: { 표: "둘째" } });
  const chunks = await stream("chat_kept", { tokens: 6 }, { store: true });
  const whole = await client.chat.completions.retrieve(chunks[0].id);
  let deleted = true;
  for (const chat of made) {
    deleted &&= (await client.chat.completions.delete(chat.id)).deleted;
  }
  const gone = await client.chat.completions.retrieve(first.id).catch((failure) => failure.status);
  return {
    listed: JSON.stringify(listed) === JSON.stringify(made.map((chat) => chat.id)),
    same: JSON.stringify([again.choices, again.usage]) === JSON.stringify([first.choices, first.usage]),
    texts: texts.slice(0, -1), changed: changed.metadata.표,
    summed: whole.choices[0].message.content === textOf(chunks), deleted, gone,
  };
});

await behaviour("files", async () => {
  const made = [];
  for (let i = 0; i < 3; i++) {
    const file = await toFile(Buffer.from(JSON.stringify({ 가: i })), `질문 ${i}.jsonl`);
    made.push(await client.files.create({ file, purpose: "evals" }));
  }
  const listed = (await all(client.files.list({ purpose: "evals", limit: 2 }))).map((file) => file.id);
  const again = await client.files.retrieve(made[0].id);
  const content = await (await client.files.content(made[0].id)).text();
  let deleted = true;
  for (const file of made) {
    deleted &&= (await client.files.delete(file.id)).deleted;
  }
  const status = await client.files.retrieve(made[0].id).catch((failure) => failure.status);
  return {
    name: made[0].filename,
    listed: made.every((file) => listed.includes(file.id)),
    same: JSON.stringify(again) === JSON.stringify(made[0]),
    content, deleted, gone: status,
  };
});

await behaviour("upload", async () => {
  const content = Buffer.from(Array.from({ length: 250000 }, (_, i) => i % 251));
  const begun = await client.uploads.create({
    filename: "큰 파일.bin", bytes: content.length, mime_type: "application/octet-stream", purpose: "user_data",
  });
  const parts = await Promise.all([0, 100000, 200000].map(async (from) => client.uploads.parts.create(
    begun.id, { data: await toFile(content.subarray(from, from + 100000), "part") })));
  const md5 = createHash("md5").update(content).digest("hex");
  const done = await client.uploads.complete(begun.id, { part_ids: parts.map((part) => part.id), md5 });
  const again = Buffer.from(await (await client.files.content(done.file.id)).arrayBuffer());
  await client.files.delete(done.file.id);
  return { state: done.status, bytes: done.file.bytes, same: again.equals(content) };
});

await behaviour("batch", async () => {
  const lines = ["가", "나"].map((name) => JSON.stringify({
    custom_id: name, method: "POST", url: "/v1/chat/completions",
    body: { model: MODEL, messages: [{ role: "user", content: ask("batch", { tokens: 2 }) }] },
  }));
  const file = await client.files.create({ file: await toFile(Buffer.from(lines.join("\n")), "질문.jsonl"), purpose: "batch" });
  let made = await client.batches.create({
    input_file_id: file.id, endpoint: "/v1/chat/completions", completion_window: "24h",
  });
  while (["validating", "in_progress", "finalizing"].includes(made.status)) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    made = await client.batches.retrieve(made.id);
  }
  const answers = (await (await client.files.content(made.output_file_id)).text()).trim().split("\n").map((line) => JSON.parse(line));
  const counts = made.request_counts;
  const cancel = await client.batches.cancel(made.id).then((batch) => batch.status, (failure) => failure.status);
  return {
    state: made.status, counts: [counts.total, counts.completed, counts.failed],
    text: answers[0].response.body.choices[0].message.content,
    names: answers.map((answer) => answer.custom_id).sort(), errors: made.error_file_id !== null,
    listed: (await all(client.batches.list({ limit: 1 }))).some((batch) => batch.id === made.id), cancel,
  };
});

await behaviour("webhook", async () => {
  const hook = await client.webhooks.create({
    name: "이름", url: process.env.HANOK_HOOK, event_types: ["response.completed", "batch.failed"],
  });
  const listed = (await all(client.webhooks.list({ limit: 1 }))).some((each) => each.id === hook.id);
  const named = (await client.webhooks.update(hook.id, { name: "새 이름" })).name;
  const status = (await client.webhooks.test(hook.id, { event_type: "response.completed" })).status_code;
  const came = await (await fetch(process.env.HANOK_HOOKED)).json();
  const event = await client.webhooks.unwrap(came.body, came.headers, hook.signing_secret);
  const forged = await client.webhooks.unwrap(`${came.body} `, came.headers, hook.signing_secret).then(
    () => false, (failure) => failure.constructor.name === "InvalidWebhookSignatureError");
  const again = await client.webhooks.rotateSecret(hook.id, { keep_old_secret_active_for_24_hours: true });
  await client.webhooks.test(hook.id, { event_type: "batch.failed" });
  const both = await (await fetch(process.env.HANOK_HOOKED)).json();
  const kinds = await Promise.all([hook.signing_secret, again.signing_secret].map(
    async (secret) => (await client.webhooks.unwrap(both.body, both.headers, secret)).type));
  const deleted = (await client.webhooks.delete(hook.id)).deleted;
  const gone = await client.webhooks.retrieve(hook.id).catch((failure) => failure.status);
  return {
    made: hook.object === "webhook_endpoint", listed, name: named, answered: status,
    type: event.type, same: event.id === came.headers["webhook-id"],
    rotated: kinds.every((kind) => kind === "batch.failed"), forged, deleted, gone,
  };
});
