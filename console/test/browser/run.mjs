// Runs journeys through the console, one after the other, in one browser. The first line of its input says what was prepared for
// them (see BrowserBed.java), each further one which journey is next: {"journey": "owner", "language": "ko", "limitMillis": 60000}.
// For each it prints one line: {"failure": null, "millis": 5120}, or what went wrong. Pictures of failures lie in the folder
// that is its argument.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launch } from './chromium.mjs';
import { journeys } from './journeys.mjs';
import { People } from './people.mjs';
import { words } from './words.mjs';

const [pictures] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const bed = JSON.parse((await lines.next()).value);
const browser = await launch({ pin: bed.pin ?? null });
const people = new People(browser, bed);

for await (const line of lines) {
  const asked = JSON.parse(line);
  const start = performance.now();
  const failure = await run(asked);
  console.log(JSON.stringify({ failure, millis: Math.round(performance.now() - start) }));
}
await browser.close();

/** Runs one to its end or to its limit; returns what went wrong. */
async function run({ journey, language, limitMillis, more = {} }) {
  const name = [journey, language, ...Object.values(more)].join('-');
  const opened = [];
  const open = async (opening) => {
    const { context, watched } = await opening;
    opened.push({ context, watched });
    return { context, watched, page: await context.newPage() };
  };
  let at = 'the beginning';
  const stage = {
    bed,
    language,
    more,
    say: words(language),
    /** Says what is done next: a failure names it. */
    step: (text) => {
      at = text;
    },
    /** A page of a person who is signed in to an organization. */
    signedIn: (person, organization, options) => open(people.signedIn(person, organization, language, options)),
    /** A page where nobody is signed in. */
    nobody: (options) => open(people.fresh(language, options)),
  };
  try {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`took longer than ${limitMillis} ms`)), limitMillis);
    });
    await Promise.race([journeys[journey](stage), late]).finally(() => clearTimeout(timer));
    const problems = [...new Set(opened.flatMap(({ watched }) => watched.problems))];
    return problems.length === 0 ? null : problems.join('\n');
  } catch (error) {
    const problems = [...new Set(opened.flatMap(({ watched }) => watched.problems))];
    const taken = await photograph(opened, name);
    return [`at ${at}: ${error.stack ?? error}`, ...problems.map((problem) => `also: ${problem}`), ...taken].join('\n');
  } finally {
    for (const { context } of opened) {
      await context.close().catch(() => undefined);
    }
  }
}

/** A picture of every page that is open, with its address. */
async function photograph(opened, name) {
  const told = [];
  for (const page of opened.flatMap(({ context }) => context.pages())) {
    const path = join(pictures, `${name}-${told.length + 1}.png`);
    const isTaken = await page.screenshot({ path, timeout: 5000 }).then(() => true, () => false);
    told.push(`${page.url()}${isTaken ? ` looked like ${path}` : ' could not be photographed'}`);
  }
  return told;
}
