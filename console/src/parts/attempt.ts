import { useState } from 'react';

/** Something that a person asked to be done. */
export interface Attempt {
  running: boolean;
  /** Why the last one was not done; null where it was, or is being done. */
  error: unknown;
  /** Does it; a failure is kept, and thrown to nobody. */
  attempt: (what: () => Promise<unknown>) => Promise<void>;
}

/** Does something and says whether it is on its way, or why it was not done. */
export function useAttempt(): Attempt {
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const attempt = async (what: () => Promise<unknown>): Promise<void> => {
    setRunning(true);
    setError(null);
    try {
      await what();
    } catch (failure) {
      setError(failure);
    } finally {
      setRunning(false);
    }
  };
  return { running, error, attempt };
}
