// Vercel's AI SDK with its provider for services that speak OpenAI's API.

import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embedMany, generateText, jsonSchema, streamText, tool } from "ai";
import {
  ADMIN_KEY, BASE_URL, CITY, KEY, LIMITED_KEY, MODEL, SPENT_KEY, TOO_LONG,
  all, ask, behaviour, holdingTheSlot, left, refused, repeated, roles, rounded,
} from "./matrix.mjs";

const provider = (apiKey = KEY, includeUsage = true) =>
  createOpenAICompatible({ name: "hanok", baseURL: BASE_URL, apiKey, includeUsage });

const generate = (name, script = {}, more = {}) =>
  generateText({ model: provider()(MODEL), prompt: ask(name, script), ...more });
const parts = (name, script, more = {}) =>
  all(streamText({ model: provider()(MODEL), prompt: ask(name, script), ...more }).stream);
const textOf = (stream) => stream.filter((part) => part.type === "text-delta").map((part) => part.text).join("");
const thoughtsOf = (stream) => stream.filter((part) => part.type === "reasoning-delta").map((part) => part.text).join("");
const finishOf = (stream) => stream.find((part) => part.type === "finish").finishReason;
const toolsOf = (calls) => calls.map((call) => [call.toolCallId, call.toolName, call.input]);
const error = (failure) => {
  // What was tried more than once comes wrapped.
  const told = failure.lastError ?? failure;
  return {
    status: told.statusCode,
    code: told.data.error.code,
    param: told.data.error.param,
    request: told.responseHeaders["x-request-id"].startsWith("req_"),
  };
};
const tools = Object.fromEntries([0, 1].map((number) =>
  [`get_weather_${number}`, tool({ description: "도시의 날씨", inputSchema: jsonSchema(CITY) })]));

await behaviour("chat", async () => {
  const answer = await generate("chat", { tokens: 10, promptTokens: 12, cachedTokens: 5 });
  return {
    text: answer.text,
    finish: answer.finishReason,
    model: answer.response.modelId,
    prompt: answer.usage.inputTokens,
    completion: answer.usage.outputTokens,
    cached: answer.usage.inputTokenDetails.cacheReadTokens,
  };
});

await behaviour("chat_stream", async () => {
  const stream = await parts("chat_stream", { tokens: 10, split: true });
  return {
    text: textOf(stream),
    finish: finishOf(stream),
    pieces: stream.filter((part) => part.type === "text-delta").length,
  };
});

await behaviour("stream_usage", async () => {
  const stream = await parts("stream_usage", { tokens: 10 });
  const usage = stream.find((part) => part.type === "finish").totalUsage;
  return { text: textOf(stream), prompt: usage.inputTokens, completion: usage.outputTokens };
});

await behaviour("stream_no_usage", async () => {
  const stream = await parts("stream_no_usage", { tokens: 10 }, { model: provider(KEY, false)(MODEL) });
  return {
    text: textOf(stream),
    usage: stream.find((part) => part.type === "finish").totalUsage.outputTokens !== undefined,
  };
});

await behaviour("length", async () => ({
  finish: (await generate("length", { tokens: 2, finish: "length" }, { maxOutputTokens: 2 })).finishReason,
}));

await behaviour("tool_call", async () => {
  const answer = await generate("tool_call", { tokens: 0, calls: 1 }, { tools });
  return { finish: answer.finishReason, tools: toolsOf(answer.toolCalls) };
});

await behaviour("tool_stream", async () => {
  const stream = await parts("tool_stream", { tokens: 2, calls: 2 }, { tools });
  return { finish: finishOf(stream), tools: toolsOf(stream.filter((part) => part.type === "tool-call")) };
});

await behaviour("reasoning", async () => {
  const answer = await generate("reasoning", { tokens: 2, thoughts: 3 });
  return { text: answer.text, thoughts: answer.reasoningText };
});

await behaviour("reasoning_stream", async () => {
  const stream = await parts("reasoning_stream", { tokens: 2, thoughts: 3 });
  return { text: textOf(stream), thoughts: thoughtsOf(stream) };
});

const completionModel = provider().completionModel(MODEL);
await behaviour("completion", async () => {
  const answer = await generateText({ model: completionModel, prompt: "서울은?" });
  return { text: answer.text, finish: answer.finishReason, completion: answer.usage.outputTokens };
});

await behaviour("completion_stream", async () => {
  const stream = await parts("completion_stream", {}, { model: completionModel });
  return { text: textOf(stream), finish: finishOf(stream) };
});

await behaviour("embeddings", async () => {
  const answer = await embedMany({ model: provider().embeddingModel(MODEL), values: [ask("embeddings"), "둘"] });
  return { vectors: answer.embeddings.map(rounded), prompt: answer.usage.tokens };
});

await behaviour("unauthorized", () =>
  refused(() => generate("unauthorized", {}, { model: provider("hk_nobody")(MODEL) }), error));
await behaviour("unknown_model", () =>
  refused(() => generate("unknown_model", {}, { model: provider()("no-such-model") }), error));
await behaviour("bad_parameter", () => refused(() => generate("bad_parameter", {}, { temperature: 9 }), error));
await behaviour("too_long", () => refused(() => generate("too_long", { status: 400 }), error));

await behaviour("forbidden", () =>
  refused(() => generate("forbidden", {}, { model: provider(ADMIN_KEY)(MODEL) }), error));
await behaviour("too_large", () => refused(() => generate("too_large", {}, { prompt: TOO_LONG }), error));
await behaviour("media_type", () =>
  refused(() => generate("media_type", {}, { headers: { "Content-Type": "text/plain" } }), error));

await behaviour("rate", () => holdingTheSlot(async () => ({
  calls: 0,
  text: (await generate("rate", { tokens: 1 }, { model: provider(LIMITED_KEY)(MODEL) })).text,
})));

await behaviour("quota", () =>
  refused(() => generate("quota", {}, { model: provider(SPENT_KEY)(MODEL), maxRetries: 1 }), error));

await behaviour("overload", async () => ({
  calls: 0,
  text: (await generate("overload", { tokens: 1, status: 503, failures: 1 })).text,
}));

await behaviour("replay", () => repeated(async () => {
  const answer = await generate("replay", { tokens: 2 }, { headers: { "Idempotency-Key": MODEL } });
  return { answer: [answer.text, answer.response.id, answer.usage], headers: answer.response.headers };
}));

await behaviour("leaves", async () => {
  const leaving = new AbortController();
  const { stream } = streamText({
    model: provider()(MODEL), prompt: ask("leaves", { tokens: 2000, gapMillis: 5 }), abortSignal: leaving.signal,
  });
  let seen = 0;
  for await (const part of stream) {
    seen += part.type === "text-delta";
    if (seen === 4) break;
  }
  leaving.abort();
  return left("leaves");
});

await behaviour("dies", async () => {
  const stream = await parts("dies", { tokens: 9, dieAfterTokens: 4, gapMillis: 40 }, { onError: () => {} });
  const failure = stream.find((part) => part.type === "error")?.error;
  return {
    calls: 0,
    error: failure?.constructor.name ?? null,
    code: failure?.code ?? null,
    text: textOf(stream),
  };
});

// Its provider for OpenAI has the responses.
const responses = createOpenAI({ baseURL: BASE_URL, apiKey: KEY }).responses(MODEL);

await behaviour("response", async () => {
  const answer = await generate("response", { tokens: 10, promptTokens: 12, cachedTokens: 5 }, { model: responses });
  return {
    text: answer.text,
    finish: answer.finishReason,
    model: answer.response.modelId,
    prompt: answer.usage.inputTokens,
    completion: answer.usage.outputTokens,
    cached: answer.usage.inputTokenDetails.cacheReadTokens,
  };
});

await behaviour("response_stream", async () => {
  const answer = streamText({ model: responses, prompt: ask("response_stream", { tokens: 10, split: true }) });
  const pieces = await all(answer.textStream);
  const text = await answer.text;
  return { text, pieces: pieces.length, same: pieces.join("") === text };
});

await behaviour("response_tools", async () => {
  const answer = await generate("response_tools", { tokens: 0, calls: 1 }, { model: responses, tools });
  const [call] = answer.toolCalls;
  const after = await generateText({
    model: responses,
    messages: [
      { role: "tool", content: [{
        type: "tool-result", toolCallId: call.toolCallId, toolName: call.toolName, output: { type: "text", value: "맑음" },
      }] },
      { role: "user", content: ask("response_result", { tokens: 1 }) },
    ],
    providerOptions: { openai: { previousResponseId: answer.providerMetadata.openai.responseId } },
  });
  return { tools: toolsOf(answer.toolCalls), asked: await roles("response_result"), text: after.text };
});

await behaviour("response_fails", async () => {
  const script = { tokens: 9, dieAfterTokens: 4, gapMillis: 40 };
  const stream = await parts("response_fails", script, { model: responses, onError: () => {} });
  const failure = stream.find((part) => part.type === "error")?.error;
  return { calls: 0, text: textOf(stream), failed: failure?.code ?? null, end: failure?.constructor.name ?? finishOf(stream) };
});
