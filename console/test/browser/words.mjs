// The console's words as the reader of a language sees them. Tests name them as the source does, in Korean, and so break when a
// text is not translated.
import { readFileSync } from 'node:fs';

const english = new Map(['en.po', 'platform/en.po'].flatMap((name) => [...read(readFileSync(new URL(`../../src/locales/${name}`, import.meta.url), 'utf8'))]));

/**
 * What stands on the screen for a message of the source.
 *
 * @param language `ko` or `en`
 * @returns a function of the message, of what goes into its places, and of its context
 */
export function words(language) {
  return (message, places = {}, context = '') => {
    const translated = english.get(`${context}\u0004${message}`);
    if (translated === undefined) {
      throw new Error(`no en.po has the message ${message}`);
    }
    return (language === 'en' ? translated : message).replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
  };
}

function read(po) {
  const messages = new Map();
  for (const entry of po.split('\n\n')) {
    const field = (name) => {
      const lines = new RegExp(`^${name} ((?:".*"\\n?)+)`, 'm').exec(entry)?.[1];
      return lines === undefined ? undefined : lines.trim().split('\n').map((line) => JSON.parse(line)).join('');
    };
    const id = field('msgid');
    if (id) {
      messages.set(`${field('msgctxt') ?? ''}\u0004${id}`, field('msgstr'));
    }
  }
  return messages;
}
