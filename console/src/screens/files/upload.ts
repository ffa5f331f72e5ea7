import type { ConsoleApi } from '../../api/client.ts';
import { counting } from '../../api/counting.ts';
import { ApiFailure } from '../../api/failure.ts';
import type { StoredFile, Upload } from '../../api/types.ts';
import { FILES, type Purpose } from './queries.ts';

const MIB = 1024 * 1024;

/** The longest file that is kept. */
export const MOST_BYTES = 8 * 1024 * MIB;

/** The longest file of requests that a batch takes. */
export const MOST_BATCH_BYTES = 200 * MIB;

/** What is longer is sent in parts: one that is lost on the way is sent again alone. */
const MOST_AT_ONCE_BYTES = 64 * MIB;

const PART_BYTES = 32 * MIB;

/** How often a part is tried before the file is given up. */
const ATTEMPTS = 3;

const FIRST_WAIT_MILLIS = 1_000;

const UPLOADS = '/v1/uploads';

/** What is said of files that are sent. */
export interface Wish {
  project: string;
  purpose: Purpose;
  /** For how long they are kept; null for as long as is usual. */
  seconds: number | null;
}

/** Why a file is not even tried. */
export type Unfit = 'empty' | 'too_long' | 'too_long_for_batch';

/** What speaks against sending a file; null where nothing does. */
export function unfit({ size }: Pick<File, 'size'>, purpose: Purpose): Unfit | null {
  if (size === 0) {
    return 'empty';
  }
  return size > MOST_BYTES ? 'too_long' : purpose === 'batch' && size > MOST_BATCH_BYTES ? 'too_long_for_batch' : null;
}

/** What files of these names are most likely for. */
export function purposeOf(names: readonly string[]): Purpose {
  return names.length > 0 && names.every((name) => /\.(jsonl|ndjson)$/i.test(name)) ? 'batch' : 'user_data';
}

/**
 * Sends a file and has it kept; a long one comes in parts, one after the other.
 *
 * @param onSent gets how many of the file's bytes have gone out
 * @param signal ends it, and then nothing of it is kept
 * @param wait between two attempts at a part
 */
export function keepFile(
  api: ConsoleApi,
  file: File,
  wish: Wish,
  { onSent = () => undefined, signal, wait = pause }: { onSent?: (bytes: number) => void; signal?: AbortSignal; wait?: (millis: number) => Promise<void> } = {},
): Promise<StoredFile> {
  const sending = { onSent: (bytes: number) => onSent(Math.min(bytes, file.size)), wait, ...(signal ? { signal } : {}) };
  return file.size > MOST_AT_ONCE_BYTES ? inParts(api, file, wish, sending) : atOnce(api, file, wish, sending);
}

interface Sending {
  onSent: (bytes: number) => void;
  wait: (millis: number) => Promise<void>;
  signal?: AbortSignal;
}

function atOnce(api: ConsoleApi, file: File, { project, purpose, seconds }: Wish, { onSent, signal }: Sending): Promise<StoredFile> {
  const form = new FormData();
  form.append('purpose', purpose);
  if (seconds !== null) {
    form.append('expires_after[anchor]', 'created_at');
    form.append('expires_after[seconds]', String(seconds));
  }
  form.append('file', file, file.name);
  return api.json(FILES, { method: 'POST', form, headers: { 'openai-project': project }, by: counting(onSent), ...(signal ? { signal } : {}) });
}

async function inParts(api: ConsoleApi, file: File, { project, purpose, seconds }: Wish, sending: Sending): Promise<StoredFile> {
  const { signal } = sending;
  const stoppable = signal ? { signal } : {};
  const { id } = await api.json<Upload>(UPLOADS, {
    method: 'POST',
    body: {
      filename: file.name,
      purpose,
      bytes: file.size,
      mime_type: file.type === '' ? 'application/octet-stream' : file.type,
      ...(seconds === null ? {} : { expires_after: { anchor: 'created_at', seconds } }),
    },
    headers: { 'openai-project': project },
    ...stoppable,
  });
  const path = `${UPLOADS}/${encodeURIComponent(id)}`;
  try {
    const parts: string[] = [];
    for (let from = 0; from < file.size; from += PART_BYTES) {
      parts.push(await part(api, path, file.slice(from, from + PART_BYTES), { ...sending, onSent: (bytes) => sending.onSent(from + bytes) }));
    }
    const done = await api.json<Upload>(`${path}/complete`, { method: 'POST', body: { part_ids: parts }, ...stoppable });
    if (done.file === null) {
      throw new ApiFailure({ code: 'unreadable_answer', status: 200 });
    }
    return done.file;
  } catch (failure) {
    // What is not cancelled now is removed by itself within the hour.
    await api.json(`${path}/cancel`, { method: 'POST' }).catch(() => undefined);
    throw failure;
  }
}

async function part(api: ConsoleApi, path: string, data: Blob, { onSent, signal, wait }: Sending): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const form = new FormData();
    form.append('data', data, 'part');
    try {
      return (
        await api.json<{ id: string }>(`${path}/parts`, { method: 'POST', form, by: counting((bytes) => onSent(Math.min(bytes, data.size))), ...(signal ? { signal } : {}) })
      ).id;
    } catch (failure) {
      if (!(failure instanceof ApiFailure) || !failure.isPassing || attempt === ATTEMPTS) {
        throw failure;
      }
      await wait(failure.retryAfter === null ? FIRST_WAIT_MILLIS * 2 ** (attempt - 1) : failure.retryAfter * 1_000);
      signal?.throwIfAborted();
    }
  }
}

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
