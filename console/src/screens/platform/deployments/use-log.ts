import { useEffect, useState } from 'react';
import { useSigned } from '../../../session/context.tsx';
import { NO_LOG, withPart, type FollowedLog } from './log.ts';
import { readLog } from './queries.ts';

/** How soon a line that was written is seen. */
const LOOK_MILLIS = 2_000;

/**
 * Follows an engine's log as it is written.
 *
 * @param restarted what stands between a log and the one that began after it
 * @return what was read, what went wrong with the last look, and how to begin anew
 */
export function useLog(deployment: string, paused: boolean, restarted: string): { log: FollowedLog; error: unknown; clear: () => void } {
  const { api } = useSigned();
  const [log, setLog] = useState(NO_LOG);
  const [error, setError] = useState<unknown>(null);
  const { to } = log;

  useEffect(() => {
    if (paused) {
      return;
    }
    const leaving = new AbortController();
    const look = async (): Promise<void> => {
      try {
        const part = await readLog({ api }, deployment, to, leaving.signal);
        setError(null);
        setLog((before) => withPart(before, part, restarted));
      } catch (failure) {
        if (!leaving.signal.aborted) {
          setError(failure);
        }
      }
    };
    // The first part at once; what follows, as it is written.
    const first = to === null ? setTimeout(() => void look(), 0) : undefined;
    const timer = setInterval(() => void look(), LOOK_MILLIS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      leaving.abort();
    };
  }, [api, deployment, paused, restarted, to]);

  return { log, error, clear: () => setLog((before) => ({ ...before, lines: [] })) };
}
