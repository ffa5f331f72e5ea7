import type { DataRetention, DataRetentionUpdate } from '../../api/types.ts';

/** What is said of one kind, in the order it is shown. */
export const KINDS = ['responses_days', 'conversations_days', 'files_days'] as const;

export type Kind = (typeof KINDS)[number];

/** Days as they are typed; empty for what is usual. */
export type RetentionForm = Record<Kind, string>;

export const MOST_DAYS = 365;

const LEAST: Record<Kind, number> = { responses_days: 0, conversations_days: 0, files_days: 1 };

/** Of what holds now: what is usual is left empty. */
export function formOf(retention: DataRetention): RetentionForm {
  const text = (kind: Kind): string => (retention[kind] === retention.defaults[kind] ? '' : String(retention[kind] ?? ''));
  return { responses_days: text('responses_days'), conversations_days: text('conversations_days'), files_days: text('files_days') };
}

/** Whether the days of a kind can hold. */
export function fitsOne(kind: Kind, text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || (/^\d{1,3}$/.test(trimmed) && Number(trimmed) >= LEAST[kind] && Number(trimmed) <= MOST_DAYS);
}

const isZero = (text: string): boolean => /^0+$/.test(text.trim());

/** A conversation keeps what was asked and answered: where that is not kept, there are none. */
export function fits(form: RetentionForm): boolean {
  return KINDS.every((kind) => fitsOne(kind, form[kind])) && (!isZero(form.responses_days) || isZero(form.conversations_days));
}

/** What is to be changed. */
export function toUpdate(form: RetentionForm): DataRetentionUpdate {
  const days = (kind: Kind): number | null => (form[kind].trim() === '' ? null : Number(form[kind].trim()));
  return { responses_days: days('responses_days'), conversations_days: days('conversations_days'), files_days: days('files_days') };
}

/** The kinds of which less will be found than now. */
export function shortened(form: RetentionForm, now: DataRetention): Kind[] {
  return KINDS.filter((kind) => {
    const wanted = form[kind].trim() === '' ? now.defaults[kind] : Number(form[kind].trim());
    const current = now[kind];
    return kind !== 'files_days' && wanted !== null && current !== null && wanted < current;
  });
}
