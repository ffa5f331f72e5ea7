import { afterEach, describe, expect, it, vi } from 'vitest';
import { hasActed, watchPresence } from '../session/presence.ts';
import { ConsoleApi, queryOf } from './client.ts';
import { ApiFailure } from './failure.ts';
import { allRows } from './pages.ts';

const ended = vi.fn();
const api = new ConsoleApi('dalbit', () => 'c-1', () => 'ko', ended);

/** Lets `fetch` answer, and hands back what it was called with. */
function answering(...answers: (Response | Error)[]): ReturnType<typeof vi.fn> {
  const calls = vi.fn();
  for (const answer of answers) {
    if (answer instanceof Error) {
      calls.mockRejectedValueOnce(answer);
    } else {
      calls.mockResolvedValueOnce(answer);
    }
  }
  vi.stubGlobal('fetch', calls);
  return calls;
}

const json = (body: unknown, init?: ResponseInit): Response => new Response(JSON.stringify(body), init);

afterEach(() => {
  vi.unstubAllGlobals();
  ended.mockReset();
});

describe('a call', () => {
  it('goes to the organisation it was made for, with its CSRF value only where something changes', async () => {
    const calls = answering(json({ data: [] }), json({}));
    await api.json('/v1/models', { query: { a: [1, 2], b: null } });
    await api.json('/v1/organization/projects', { method: 'POST', body: { name: '상담' } });

    const [read, write] = calls.mock.calls as [[string, RequestInit], [string, RequestInit]];
    expect(read[0]).toBe('/console/dalbit/api/v1/models?a=1&a=2');
    expect(read[1].headers).toEqual({ 'accept-language': 'ko' });
    expect(write[1].headers).toEqual({
      'accept-language': 'ko',
      'x-hanok-csrf': 'c-1',
      'content-type': 'application/json',
    });
    expect(write[1].body).toBe('{"name":"상담"}');
  });

  it('sends a form as the browser writes it', async () => {
    const calls = answering(json({ id: 'file-1' }));
    const form = new FormData();
    form.append('purpose', 'batch');
    await api.json('/v1/files', { method: 'POST', form });
    const [[, init]] = calls.mock.calls as [[string, RequestInit]];
    expect(init.body).toBe(form);
    expect(init.headers).toEqual({ 'accept-language': 'ko', 'x-hanok-csrf': 'c-1' });
  });

  it('says that the page asks by itself, unless the person did something since the last one', async () => {
    const page = new EventTarget();
    watchPresence(page);
    const background = (call: unknown): string | null => new Headers((call as [string, RequestInit])[1].headers).get('x-hanok-background');
    hasActed();
    const calls = answering(json({}), json({}), json({}), json({}));
    await api.json('/v1/models');
    page.dispatchEvent(new Event('keydown'));
    await api.json('/v1/models');
    await api.json('/v1/models');
    await api.json('/v1/organization/projects', { method: 'POST', body: {} });
    expect(calls.mock.calls.map(background)).toEqual(['1', null, '1', null]);
  });

  it('fails with the code, the reason in both languages and the request', async () => {
    const error = { message: 'en', type: 't', param: 'name', code: 'name_taken', messages: { ko: '이미', en: 'taken' }, request_id: 'req_1' };
    answering(json({ error }, { status: 409 }));
    const failure = await api.json('/v1/organization/projects').catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(ApiFailure);
    expect(failure).toMatchObject({ code: 'name_taken', status: 409, param: 'name', messages: { ko: '이미' }, requestId: 'req_1' });
    expect(ended).not.toHaveBeenCalled();
  });

  it('says that the session has ended', async () => {
    answering(json({ error: { code: 'session_ended', message: 'x' } }, { status: 401 }));
    await expect(api.json('/v1/models')).rejects.toMatchObject({ code: 'session_ended' });
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it('does not show a proxy’s page as if it were an answer', async () => {
    answering(new Response('<html>502</html>', { status: 502 }), new Response('<html>', { status: 200 }));
    await expect(api.json('/v1/models')).rejects.toMatchObject({ code: 'unreadable_answer', status: 502 });
    await expect(api.json('/v1/models')).rejects.toMatchObject({ code: 'unreadable_answer', status: 200 });
  });

  it('says where nothing answers, and lets an abort be an abort', async () => {
    answering(new TypeError('failed to fetch'), new DOMException('left', 'AbortError'));
    await expect(api.json('/v1/models')).rejects.toMatchObject({ code: 'unreachable', status: 0 });
    await expect(api.json('/v1/models')).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a list', () => {
  it('is read to its end', async () => {
    const calls = answering(
      json({ data: [1, 2], has_more: true, last_id: 'b' }),
      json({ data: [3], has_more: false, last_id: 'c' }),
    );
    expect(await allRows(api, '/v1/organization/users')).toEqual({ rows: [1, 2, 3], cut: false });
    expect((calls.mock.calls[1] as [string])[0]).toBe('/console/dalbit/api/v1/organization/users?limit=100&after=b');
  });

  it('ends where a server says the same page again', async () => {
    const page = { data: [1], has_more: true, last_id: 'a' };
    const calls = answering(json(page), json(page));
    expect((await allRows(api, '/x')).rows).toEqual([1, 1]);
    expect(calls).toHaveBeenCalledTimes(2);
  });
});

describe('a query', () => {
  it('leaves out what is not there', () => {
    expect(queryOf({ a: undefined, b: '', c: 0, d: false })).toBe('?c=0&d=false');
    expect(queryOf(undefined)).toBe('');
  });
});
