import { useEffect, useState } from 'react';
import { ApiFailure, failureOf } from '../api/failure.ts';
import { readStream } from '../api/sse.ts';
import type { RequestRecord } from '../api/types.ts';
import type { Signed } from '../session/context.tsx';

/** How many of the newest a page keeps. */
export const MOST_LIVE = 50;

const FIRST_WAIT_MILLIS = 1_000;
const LONGEST_WAIT_MILLIS = 30_000;

/** What a feed brought so far. */
export interface Live {
  /** The newest first. */
  requests: RequestRecord[];
  /** Whether it is being followed at this moment; null until the first answer. */
  following: boolean | null;
  /** Why it is not. */
  failure: unknown;
}

const nothing: Live = { requests: [], following: null, failure: null };

/** Requests as they are recorded. A feed that ends is followed again, later and later while the control plane is away. */
export function useLiveRequests({ api }: Signed): Live {
  const [live, setLive] = useState(nothing);
  useEffect(() => {
    const leaving = new AbortController();
    void follow(
      (signal) => api.send('/platform/v1/requests/live', { signal }),
      setLive,
      leaving.signal,
    );
    return () => leaving.abort();
  }, [api]);
  return live;
}

/**
 * Follows a feed until the signal is aborted, or the session has ended.
 *
 * @param open begins the feed
 * @param onChange is given how the state follows from the one before
 */
export async function follow(
  open: (signal: AbortSignal) => Promise<Response>,
  onChange: (change: (before: Live) => Live) => void,
  signal: AbortSignal,
): Promise<void> {
  let wait = FIRST_WAIT_MILLIS;
  while (!signal.aborted) {
    try {
      const response = await open(signal);
      if (response.body === null) {
        throw await failureOf(response);
      }
      onChange((before) => ({ ...before, following: true, failure: null }));
      for await (const event of readStream(response.body)) {
        wait = FIRST_WAIT_MILLIS;
        if ('event' in event && event.event === 'request') {
          const request = JSON.parse(event.data) as RequestRecord;
          onChange((before) => ({ ...before, requests: withNewest(before.requests, request) }));
        }
      }
    } catch (failure) {
      if (failure instanceof DOMException && failure.name === 'AbortError') {
        return;
      }
      onChange((before) => ({ ...before, following: false, failure }));
      if (isFinal(failure)) {
        return;
      }
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
  }
}

/** A feed begins with what a page may have seen before it was cut off. */
export function withNewest(before: RequestRecord[], request: RequestRecord): RequestRecord[] {
  return [request, ...before.filter(({ id }) => id !== request.id)].toSorted((left, right) => (left.id < right.id ? 1 : -1)).slice(0, MOST_LIVE);
}

/** Whether asking again is of no use: the session has ended, or the right is missing. */
function isFinal(failure: unknown): boolean {
  return failure instanceof ApiFailure && !failure.isPassing;
}

/** Waits, or until the signal is aborted. */
function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, millis);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
