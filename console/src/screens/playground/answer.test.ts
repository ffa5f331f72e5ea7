import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConsoleApi } from '../../api/client.ts';
import type { Signed } from '../../session/context.tsx';
import type { ChatCall } from '../../snippets/snippets.ts';
import { ask, tokensPerSecond, type Answer } from './answer.ts';

const signed = { api: new ConsoleApi('dalbit', () => 'c', () => 'ko', () => undefined) } as unknown as Signed;
const call: ChatCall = { model: 'm', messages: [{ role: 'user', content: '안녕' }], stream: true };

function streaming(text: string): ReturnType<typeof vi.fn> {
  const answer = new Response(text, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-receipt-id': 'req_1', 'x-residency': 'KR' },
  });
  const calls = vi.fn().mockResolvedValue(answer);
  vi.stubGlobal('fetch', calls);
  return calls;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const delta = (value: unknown): string => data({ choices: [{ delta: value }] });

describe('an answer', () => {
  it('grows, and at its end says tokens, won and receipt', async () => {
    const calls = streaming(
      delta({ role: 'assistant', content: null }) +
        delta({ content: '서' }) +
        ': keep-alive\n\n' +
        delta({ content: '울' }) +
        data({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 2 } }) +
        ': x-cost-krw 0.072\n\ndata: [DONE]\n\n',
    );
    const seen: string[] = [];
    const answer = await ask(signed, 'proj_1', call, new AbortController().signal, ({ text }) => seen.push(text));
    expect(answer).toMatchObject({ text: '서울', inputTokens: 5, outputTokens: 2, won: '0.072', receipt: 'req_1', residency: 'KR' });
    expect(seen.slice(0, 3)).toEqual(['', '서', '서울']);
    const [, init] = calls.mock.calls[0] as [string, { headers: Record<string, string>; body: string }];
    expect(init.headers['openai-project']).toBe('proj_1');
    expect(JSON.parse(init.body)).toEqual({ ...call, stream_options: { include_usage: true } });
  });

  it('puts the pieces of tool calls together', async () => {
    const tool = (index: number, value: unknown): unknown => ({ tool_calls: [{ index, function: value }] });
    streaming(
      delta(tool(0, { name: 'weather', arguments: '' })) +
        delta(tool(1, { name: 'time', arguments: '{}' })) +
        delta(tool(0, { arguments: '{"city":' })) +
        delta(tool(0, { arguments: '"서울"}' })) +
        'data: [DONE]\n\n',
    );
    const answer = await ask(signed, 'p', call, new AbortController().signal, () => undefined);
    expect(answer.tools).toEqual([
      { name: 'weather', arguments: '{"city":"서울"}' },
      { name: 'time', arguments: '{}' },
    ]);
  });

  it('that ends with an error says which', async () => {
    streaming(delta({ content: '서' }) + `event: error\n${data({ error: { code: 'engine_failed', message: 'x' } })}`);
    await expect(ask(signed, 'p', call, new AbortController().signal, () => undefined)).rejects.toMatchObject({ code: 'engine_failed' });
  });

  it('that breaks off is not taken for a whole one', async () => {
    streaming(delta({ content: '서' }));
    await expect(ask(signed, 'p', call, new AbortController().signal, () => undefined)).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('speed', () => {
  it('counts from the first token', () => {
    const answer = { firstMillis: 500, totalMillis: 1500, outputTokens: 11 } as Answer;
    expect(tokensPerSecond(answer)).toBe(10);
    expect(tokensPerSecond({ ...answer, outputTokens: 1 })).toBeNull();
    expect(tokensPerSecond({ ...answer, totalMillis: 500 })).toBeNull();
  });
});
