// Fails when a message of the source is not in the catalogs, or has no English.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const catalogs = ['src/locales/ko.po', 'src/locales/en.po', 'src/locales/platform/ko.po', 'src/locales/platform/en.po'];
const read = () => catalogs.map((name) => readFileSync(`${root}/${name}`, 'utf8').replace(/^"POT-Creation-Date.*$/m, ''));
const before = read();
execFileSync('lingui', ['extract', '--clean'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
if (read().some((text, index) => text !== before[index])) {
  console.error('error: src/locales was not up to date with the source; it is now.');
  console.error('next:  give the new messages of the en.po files there an English text, and commit them all.');
  process.exit(1);
}
const missing = read()
  .filter((_, index) => catalogs[index].endsWith('en.po'))
  .flatMap((text) => [...text.matchAll(/^msgid "(.+)"\nmsgstr ""$/gm)].map((match) => match[1]));
if (missing.length > 0) {
  console.error(`error: no English for ${missing.length} of the console's messages: ${missing.slice(0, 5).join(' | ')}`);
  console.error('next:  write it in the en.po of src/locales that has them.');
  process.exit(1);
}
