import type { EngineLog } from '../../../platform/types.ts';

/** More lines than a person scrolls through; older ones are let go. */
export const MOST_LINES = 5_000;

/** A line with a number of its own, by which it is told from others as lines come and go. */
export interface LogLine {
  number: number;
  text: string;
}

/** What is kept of a log that is followed. */
export interface FollowedLog {
  lines: readonly LogLine[];
  /** From where to ask on; null before the first part. */
  to: number | null;
  /** Of the next line. */
  next: number;
}

export const NO_LOG: FollowedLog = { lines: [], to: null, next: 1 };

/**
 * The log with a part more. A log that has begun anew is shown from its new beginning.
 *
 * @param restarted what is said between the old log and the new one
 */
export function withPart(log: FollowedLog, part: EngineLog, restarted: string): FollowedLog {
  const texts = part.text === '' ? [] : part.text.replace(/\n$/, '').split('\n');
  const added = log.to !== null && part.from < log.to ? [restarted, ...texts] : texts;
  if (added.length === 0 && part.to === log.to) {
    return log;
  }
  const lines = [...log.lines, ...added.map((text, index) => ({ number: log.next + index, text }))];
  return { lines: lines.slice(-MOST_LINES), to: part.to, next: log.next + added.length };
}

/** Lines in which a text is found, whatever the case and the Unicode form of their Hangul. */
export function linesWith(lines: readonly LogLine[], wanted: string): readonly LogLine[] {
  const text = wanted.normalize('NFC').trim().toLocaleLowerCase();
  return text === '' ? lines : lines.filter((line) => line.text.normalize('NFC').toLocaleLowerCase().includes(text));
}
