import { describe, expect, it, vi } from 'vitest';
import { ApiFailure } from '../api/failure.ts';
import type { RequestRecord } from '../api/types.ts';
import { follow, MOST_LIVE, withNewest, type Live } from './live.ts';

const request = (number: number): RequestRecord => ({ id: `req_${String(number).padStart(4, '0')}` }) as RequestRecord;

const event = (number: number): string => `event: request\ndata: ${JSON.stringify(request(number))}\n\n`;

const feed = (...text: string[]): Response => new Response(text.join(''));

/** Follows what `open` brings until it has been opened so often, and hands back every state. */
async function followed(answers: (Response | Error)[]): Promise<Live[]> {
  vi.useFakeTimers();
  const leaving = new AbortController();
  const states: Live[] = [];
  let state: Live = { requests: [], following: null, failure: null };
  const left = [...answers];
  const done = follow(
    () => {
      const answer = left.shift();
      if (answer === undefined) {
        leaving.abort();
        return Promise.reject(new DOMException('left', 'AbortError'));
      }
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    (change) => {
      state = change(state);
      states.push(state);
    },
    leaving.signal,
  );
  await vi.advanceTimersByTimeAsync(600_000);
  await done;
  vi.useRealTimers();
  return states;
}

describe('a feed of requests', () => {
  it('is followed again when it ends, and shows each request once, the newest first', async () => {
    const states = await followed([feed('event: ping\ndata: {}\n\n', event(1), event(2)), feed(event(1), event(2), event(3))]);
    expect(states.at(-1)?.requests.map(({ id }) => id)).toEqual(['req_0003', 'req_0002', 'req_0001']);
    expect(states.at(-1)?.following).toBe(true);
  });

  it('says why it is not followed, and goes on when the control plane is back', async () => {
    const away = new ApiFailure({ code: 'unreachable', status: 0 });
    const states = await followed([away, feed(event(7))]);
    expect(states[0]).toMatchObject({ following: false, failure: away });
    expect(states.at(-1)).toMatchObject({ following: true, failure: null, requests: [{ id: 'req_0007' }] });
  });

  it('is left alone once the session has ended or the right is missing', async () => {
    const open = vi.fn(() => Promise.reject(new ApiFailure({ code: 'session_ended', status: 401 })));
    await follow(open, () => undefined, new AbortController().signal);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('keeps the newest only', () => {
    let rows: RequestRecord[] = [];
    for (let number = 0; number < MOST_LIVE + 20; number++) {
      rows = withNewest(rows, request(number));
    }
    expect(rows).toHaveLength(MOST_LIVE);
    expect(rows[0]?.id).toBe(`req_00${MOST_LIVE + 19}`);
  });
});
