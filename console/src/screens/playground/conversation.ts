import type { ApiFailure } from '../../api/failure.ts';
import type { Said } from '../../snippets/snippets.ts';
import type { Answer } from './answer.ts';
import { defaultSettings, type Settings } from './settings.ts';

/** A question and what became of it. */
export interface Turn {
  question: string;
  state: 'running' | 'done' | 'stopped' | 'failed';
  answer: Answer | null;
  /** Only while this window is open: a failure is not kept. */
  failure?: ApiFailure | Error | undefined;
}

/** One model's side of the playground. */
export interface Pane {
  model: string;
  turns: Turn[];
}

/** What is kept in this browser, and nowhere else. */
export interface Kept {
  panes: Pane[];
  settings: Settings;
}

/** Older turns are let go when a browser would keep more characters than this. */
const MOST_CHARACTERS = 1_000_000;

const place = (tenant: string, member: string): string => `hanok.console.playground.${tenant}.${member}`;

/** What this member's browser kept; a turn that was running when the window went is one that was stopped. */
export function readKept(tenant: string, member: string): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(place(tenant, member)) ?? '{}') as Partial<Kept>;
    return {
      settings: { ...defaultSettings, ...kept.settings },
      panes: (kept.panes ?? []).map((pane) => ({
        ...pane,
        turns: pane.turns.map((turn) => (turn.state === 'running' ? { ...turn, state: 'stopped' } : turn)),
      })),
    };
  } catch {
    return { settings: defaultSettings, panes: [] };
  }
}

/** Keeps the playground in this browser. Where the browser keeps nothing, the page works all the same. */
export function keep(tenant: string, member: string, kept: Kept): void {
  const panes = kept.panes.map((pane) => ({ ...pane, turns: pane.turns.map((turn) => ({ ...turn, failure: undefined })) }));
  let text = JSON.stringify({ ...kept, panes });
  while (text.length > MOST_CHARACTERS && panes.some(({ turns }) => turns.length > 1)) {
    panes.forEach((pane) => pane.turns.splice(0, Math.ceil(pane.turns.length / 2)));
    text = JSON.stringify({ ...kept, panes });
  }
  try {
    localStorage.setItem(place(tenant, member), text);
  } catch {
    // A full or forbidden store.
  }
}

/** Forgets it. */
export function forget(tenant: string, member: string): void {
  localStorage.removeItem(place(tenant, member));
}

/** The conversation as the model is to see it: turns without an answer are left out. */
export function conversationOf(turns: Turn[]): Said[] {
  return turns.flatMap(({ question, answer }): Said[] =>
    answer && answer.text !== ''
      ? [
          { role: 'user', content: question },
          { role: 'assistant', content: answer.text },
        ]
      : [],
  );
}
