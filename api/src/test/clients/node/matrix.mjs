// What the scripts of all Node clients share: how the engine is told what to answer, and how is told what happened.
//
// A script prints one line of JSON for each behaviour: its name, the facts that the client showed, and the milliseconds.
// What the facts should be is decided by whom started it.

const env = process.env;
export const BASE_URL = env.HANOK_BASE_URL;
export const KEY = env.HANOK_KEY;
export const ADMIN_KEY = env.HANOK_ADMIN_KEY;
export const LIMITED_KEY = env.HANOK_LIMITED_KEY;
export const SPENT_KEY = env.HANOK_SPENT_KEY;
export const MODEL = env.HANOK_MODEL;

const GONE_MILLIS = 3000;

/** With it a body is longer than any may be. */
export const TOO_LONG = "가".repeat(7 << 20);

/** The text of a user who wants the engine to answer by a script. */
export const ask = (name, script = {}) => JSON.stringify({ script: { name, ...script } });

/** Runs one and prints its line. What it throws unasked is a fact too. */
export async function behaviour(name, run) {
  const before = await calls();
  const start = performance.now();
  let facts;
  try {
    facts = await run();
  } catch (failure) {
    // The matrix shows it, and the rest goes on.
    facts = { unexpected: `${failure?.name}: ${failure?.message}`.slice(0, 400) };
    console.error(name, failure);
  }
  const millis = Math.round(performance.now() - start);
  if ("calls" in facts) facts.calls = (await calls()) - before;
  console.log(JSON.stringify({ name, facts, millis }));
}

/** The facts of an exception that is expected. */
export async function refused(run, describe) {
  try {
    await run();
  } catch (failure) {
    return { error: failure.constructor.name, calls: 0, ...describe(failure) };
  }
  return { error: null };
}

/** Runs while another request of the limited key is being answered, which ends once the first call was refused: before a retry. */
export async function holdingTheSlot(run) {
  const before = await refusals();
  const holder = new AbortController();
  const answer = await fetch(`${env.HANOK_DIRECT_URL}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${LIMITED_KEY}` },
    body: JSON.stringify({
      model: MODEL,
      stream: true,
      messages: [{ role: "user", content: ask("slot", { tokens: 600, gapMillis: 100 }) }],
    }),
    signal: holder.signal,
  });
  const rest = answer.text().catch(() => "");
  const letGo = letGoAfterARefusal(before, holder);
  try {
    return await run();
  } finally {
    holder.abort();
    await Promise.all([rest, letGo]);
  }
}

async function letGoAfterARefusal(before, holder) {
  while (!holder.signal.aborted && (await refusals()) === before) await sleep(10);
  holder.abort();
}

const sleep = (millis) => new Promise((proceed) => setTimeout(proceed, millis));

/** Waits until the engine has seen that the client of this script went, and says how long that took. */
export async function left(name) {
  const start = performance.now();
  while (performance.now() - start < GONE_MILLIS) {
    const seen = await askedOfTheEngine(name);
    if (seen.length > 0 && seen.every((each) => each.outcome === "ABORTED")) {
      return { gone: true, goneMillis: Math.round(performance.now() - start) };
    }
    await sleep(20);
  }
  return { gone: false };
}

/** What the engine saw of the requests of a script. */
const askedOfTheEngine = async (name) =>
  (await (await fetch(`${env.HANOK_ENGINE}/script/requests`)).json()).filter((each) => each.name === name);

/** Whose messages the engine was asked with, by the last request of a script. */
export const roles = async (name) =>
  JSON.parse((await askedOfTheEngine(name)).at(-1).body).messages.map((message) => message.role);

/** The facts of two requests with one idempotency key, of which each told its answer and the headers of it. */
export async function repeated(run) {
  const first = await run();
  const again = await run();
  return {
    calls: 0,
    same: JSON.stringify(again.answer) === JSON.stringify(first.answer),
    computed: (await askedOfTheEngine("replay")).length,
    replayed: again.headers["x-idempotent-replay"] === "true",
    ids: [first.headers["x-request-id"], again.headers["x-request-id"]],
  };
}

/** How many requests this client has sent. */
const calls = async () => Number(await (await fetch(env.HANOK_CALLS)).text());

/** How often it was told to come back later. */
const refusals = async () => Number(await (await fetch(`${env.HANOK_CALLS}refusals`)).text());

/** Numbers of single precision in whole hundred-thousandths, as far as they can be told apart. */
export const rounded = (vector) => vector.map((number) => Math.round(number * 100_000));

/** All that a stream yields. */
export async function all(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

export const CITY = { type: "object", properties: { 도시: { type: "string" } }, required: ["도시"] };
