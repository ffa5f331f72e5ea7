import { useCallback, useEffect, useRef, useState } from 'react';
import { endsSession } from '../../api/failure.ts';
import type { Signed } from '../../session/context.tsx';
import { ask } from './answer.ts';
import { conversationOf, forget, keep, readKept, type Pane, type Turn } from './conversation.ts';
import { callOf, type Settings } from './settings.ts';

/** The panes of the playground, and what can be done with all of them at once. */
export interface Panes {
  panes: Pane[];
  settings: Settings;
  running: boolean;
  setSettings: (settings: Settings) => void;
  send: (question: string) => void;
  stop: () => void;
  clear: () => void;
}

/**
 * Keeps a conversation with each model. The same question goes to all of them at once; each answers for itself.
 *
 * @param models the panes, in order
 * @param project which pays
 * @param onReturned gets a question that was not taken because the session has ended
 */
export function usePanes(signed: Signed, models: string[], project: string, onReturned: (question: string) => void): Panes {
  const { tenant } = signed.session.organization;
  const member = signed.session.member.id;
  const [kept, setKept] = useState(() => readKept(tenant, member));
  const [aborts, setAborts] = useState<ReadonlySet<AbortController>>(new Set());
  const live = useRef(new Set<AbortController>());

  const { settings } = kept;
  const panes = models.map((model) => kept.panes.find((pane) => pane.model === model) ?? { model, turns: [] });

  // A stream brings many pieces a second; the browser's store is written when they pause.
  useEffect(() => {
    const timer = setTimeout(() => keep(tenant, member, kept), 500);
    return () => clearTimeout(timer);
  }, [tenant, member, kept]);

  // Who leaves the page wants no more of the answer, and pays for no more.
  useEffect(() => {
    const all = live.current;
    return () => all.forEach((abort) => abort.abort());
  }, []);

  const change = useCallback((model: string, changed: (turns: Turn[]) => Turn[]): void => {
    setKept((before) => ({
      ...before,
      panes: [...before.panes.filter((pane) => pane.model !== model), { model, turns: changed(before.panes.find((pane) => pane.model === model)?.turns ?? []) }],
    }));
  }, []);

  const askOne = async (pane: Pane, question: string): Promise<void> => {
    const abort = new AbortController();
    live.current.add(abort);
    setAborts(new Set(live.current));
    const last = (changed: Partial<Turn>): void =>
      change(pane.model, (turns) => turns.map((turn, index) => (index === turns.length - 1 ? { ...turn, ...changed } : turn)));
    change(pane.model, (turns) => [...turns, { question, state: 'running', answer: null }]);
    const call = callOf(pane.model, [...conversationOf(pane.turns), { role: 'user', content: question }], settings);
    try {
      await ask(signed, project, call, abort.signal, (answer) => last({ answer }));
      last({ state: 'done' });
    } catch (error) {
      if (endsSession(error)) {
        change(pane.model, (turns) => turns.slice(0, -1));
        onReturned(question);
        return;
      }
      last(abort.signal.aborted ? { state: 'stopped' } : { state: 'failed', failure: error instanceof Error ? error : new Error(String(error)) });
    } finally {
      live.current.delete(abort);
      setAborts(new Set(live.current));
    }
  };

  return {
    panes,
    settings,
    running: aborts.size > 0,
    setSettings: (changed) => setKept((before) => ({ ...before, settings: changed })),
    send: (question) => panes.forEach((pane) => void askOne(pane, question)),
    stop: () => live.current.forEach((abort) => abort.abort()),
    clear: () => {
      live.current.forEach((abort) => abort.abort());
      forget(tenant, member);
      setKept((before) => ({ ...before, panes: [] }));
    },
  };
}
