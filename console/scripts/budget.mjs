// Fails when a page would take longer to arrive than we allow. Sizes are of gzip, as they are sent.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const KB = 1000;
const FIRST_SCRIPT = 220 * KB;
const FIRST_STYLE = 45 * KB;
const LAZY_SCRIPT = 90 * KB;

const built = new URL('../target/classes/console/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', built), 'utf8'));
const size = (file) => gzipSync(readFileSync(new URL(file, built))).length;

/** All that a chunk needs before it runs: itself and what it imports, transitively. */
function needs(name, seen = new Set()) {
  if (!seen.has(name)) {
    seen.add(name);
    (manifest[name].imports ?? []).forEach((imported) => needs(imported, seen));
  }
  return seen;
}

const total = (names, what) => {
  const files = new Set([...names].flatMap((name) => (what === 'js' ? [manifest[name].file] : (manifest[name].css ?? []))));
  return [...files].reduce((sum, file) => sum + size(file), 0);
};

const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);
const first = needs(entry);
// The first page is the shell and what every reader needs at once: one language, and the screen that opens first.
const opening = new Set(first);
for (const name of Object.keys(manifest)) {
  if (/locales\/ko\.po/.test(name) || /screens\/home\/page/.test(name)) {
    needs(name, opening);
  }
}

const rows = [
  ['first page, scripts', total(opening, 'js'), FIRST_SCRIPT],
  ['first page, styles', total(opening, 'css'), FIRST_STYLE],
];
for (const name of Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry)) {
  const own = [...needs(name)].filter((needed) => !first.has(needed));
  rows.push([`${name}, scripts`, total(own, 'js'), LAZY_SCRIPT]);
}

let over = false;
for (const [what, bytes, allowed] of rows) {
  const tooMuch = bytes > allowed;
  over ||= tooMuch;
  console.log(`${tooMuch ? 'OVER' : 'ok  '} ${(bytes / KB).toFixed(1).padStart(6)} of ${allowed / KB} kB  ${what}`);
}
if (over) {
  console.error('error: a page of the console is over its budget.');
  console.error('next:  load what it does not need at first later (import()), or drop a dependency.');
  process.exit(1);
}
