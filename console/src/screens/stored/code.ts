import type { ChatCall, Said, Snippet } from '../../snippets/snippets.ts';
import { pathOf, type Kind } from './kinds.ts';
import type { Turn } from './turns.ts';

/**
 * The call that asks the same again; how the answer was sampled is not kept, so that it says none of that.
 *
 * @returns null where messages hold more than words, which the forms of a call cannot say
 */
export function sameCall(model: string, turns: readonly Turn[]): ChatCall | null {
  const messages: Said[] = [];
  for (const { role, parts } of turns) {
    const [only, more] = parts;
    if (role === 'tool' || role === 'developer' || only?.kind !== 'text' || more !== undefined) {
      return null;
    }
    messages.push({ role, content: only.text });
  }
  return messages.length === 0 ? null : { model, messages, stream: false };
}

const CALLS: Record<Kind, string> = {
  chat: 'chat.completions.retrieve',
  response: 'responses.retrieve',
  conversation: 'conversations.retrieve',
};

/** How a program reads what is shown; the key is read from the environment. */
export function retrieval(base: string, kind: Kind, id: string): Snippet[] {
  const call = CALLS[kind];
  return [
    { id: 'curl', name: 'curl', code: `curl '${base}${pathOf(kind, id).replace(/^\/v1/, '')}' \\\n  -H "Authorization: Bearer $HANOK_API_KEY"` },
    {
      id: 'python',
      name: 'Python (openai)',
      code: ['import os', 'from openai import OpenAI', '', `client = OpenAI(base_url="${base}", api_key=os.environ["HANOK_API_KEY"])`, `print(client.${call}("${id}"))`].join('\n'),
    },
    {
      id: 'javascript',
      name: 'JavaScript (openai)',
      code: [
        "import OpenAI from 'openai';",
        '',
        `const client = new OpenAI({ baseURL: '${base}', apiKey: process.env.HANOK_API_KEY });`,
        `console.log(await client.${call}('${id}'));`,
      ].join('\n'),
    },
  ];
}
