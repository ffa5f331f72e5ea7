/** What is kept of what was asked and answered. */
export type Kind = 'chat' | 'response' | 'conversation';

/** What an id names: one of them, or the request whose answer is looked for among two of them. */
export type Named = { kind: Kind; id: string } | { kind: 'request'; unique: string };

const PREFIXES: readonly (readonly [prefix: string, kind: Kind])[] = [
  ['chatcmpl-', 'chat'],
  ['resp_', 'response'],
  ['conv_', 'conversation'],
];

const REQUEST = 'req_';

/** Every id's end. */
const UNIQUE = /^[0-9A-Za-z]+$/;

/** What an id names; null where it can be none of ours. */
export function named(id: string): Named | null {
  for (const [prefix, kind] of PREFIXES) {
    if (id.startsWith(prefix) && UNIQUE.test(id.slice(prefix.length))) {
      return { kind, id };
    }
  }
  const unique = id.slice(REQUEST.length);
  return id.startsWith(REQUEST) && UNIQUE.test(unique) ? { kind: 'request', unique } : null;
}

/** Where the API has one of them. */
export function pathOf(kind: Kind, id: string): string {
  const collection = { chat: '/v1/chat/completions', response: '/v1/responses', conversation: '/v1/conversations' }[kind];
  return `${collection}/${encodeURIComponent(id)}`;
}
