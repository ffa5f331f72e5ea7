import { useEffect, useRef, useState } from 'react';
import { useSigned } from '../../session/context.tsx';
import { keepFile, type Wish } from './upload.ts';

/** How far a file is on its way. */
export type Stage = { at: 'chosen' } | { at: 'sending'; sent: number } | { at: 'kept' } | { at: 'stopped' } | { at: 'failed'; error: unknown };

/** A file that somebody chose. */
export interface Chosen {
  key: number;
  file: File;
  stage: Stage;
}

/** Files that are sent one after the other. */
export interface Uploads {
  chosen: Chosen[];
  running: boolean;
  add: (files: readonly File[]) => void;
  remove: (key: number) => void;
  /** Sends all that is not kept yet; true where everything is kept then. */
  send: (wish: Wish) => Promise<boolean>;
  /** Ends what is on its way, of which nothing is kept then. */
  stop: () => void;
}

/** Sends the files that are chosen, and says how far each is. */
export function useUploads(first: readonly File[]): Uploads {
  const { api } = useSigned();
  const keys = useRef(first.length);
  const running = useRef<AbortController | null>(null);
  const [chosen, setChosen] = useState<Chosen[]>(() => first.map((file, key) => ({ key, file, stage: { at: 'chosen' } })));
  const [isRunning, setRunning] = useState(false);

  const stage = (key: number, reached: Stage): void => setChosen((all) => all.map((one) => (one.key === key ? { ...one, stage: reached } : one)));

  useEffect(() => {
    if (!isRunning) {
      return;
    }
    // Whoever leaves the page loses what is on its way: the browser asks first.
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isRunning]);

  // Without the dialog nobody sees it, and nobody could end it.
  useEffect(() => () => running.current?.abort(), []);

  return {
    chosen,
    running: isRunning,
    add: (files) => {
      const added = files.map((file): Chosen => ({ key: keys.current++, file, stage: { at: 'chosen' } }));
      setChosen((all) => [...all, ...added]);
    },
    remove: (key) => setChosen((all) => all.filter((one) => one.key !== key)),
    stop: () => running.current?.abort(),
    send: async (wish) => {
      const controller = new AbortController();
      const isStopped = (): boolean => controller.signal.aborted;
      running.current = controller;
      setRunning(true);
      let whole = true;
      for (const { key, file } of chosen.filter(({ stage: { at } }) => at !== 'kept')) {
        if (isStopped()) {
          whole = false;
          break;
        }
        stage(key, { at: 'sending', sent: 0 });
        try {
          await keepFile(api, file, wish, { signal: controller.signal, onSent: (sent) => stage(key, { at: 'sending', sent }) });
          stage(key, { at: 'kept' });
        } catch (error) {
          whole = false;
          stage(key, isStopped() ? { at: 'stopped' } : { at: 'failed', error });
        }
      }
      running.current = null;
      setRunning(false);
      return whole;
    },
  };
}
