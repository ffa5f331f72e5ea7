import { describe, expect, it, vi } from 'vitest';
import type { Call, ConsoleApi } from '../../api/client.ts';
import { ApiFailure } from '../../api/failure.ts';
import { keepFile, MOST_BYTES, purposeOf, unfit } from './upload.ts';

const MIB = 1024 * 1024;

/** Of that length, without any memory for it. */
const file = (size: number): File => ({ name: '큰 파일.bin', type: '', size, slice: (from: number, to: number) => new Blob([`${String(from)}-${String(Math.min(to, size))}`]) }) as unknown as File;

const wish = { project: 'proj_1', purpose: 'user_data', seconds: 3600 } as const;
const wait = (): Promise<void> => Promise.resolve();

/** Answers as the control plane does, unless it is told to fail. */
function answering(failures: Record<string, Error[]> = {}): { api: ConsoleApi; calls: { path: string; call: Call }[] } {
  const calls: { path: string; call: Call }[] = [];
  const json = (path: string, call: Call): Promise<unknown> => {
    calls.push({ path, call });
    const failure = failures[path]?.shift();
    if (failure !== undefined) {
      return Promise.reject(failure);
    }
    return Promise.resolve(path.endsWith('/parts') ? { id: `part_${String(calls.length)}` } : path.endsWith('/complete') ? { file: { id: 'file-1' } } : { id: path === '/v1/uploads' ? 'upload_1' : 'file-1' });
  };
  return { api: { json } as unknown as ConsoleApi, calls };
}

const gone = (status: number, retryAfter: number | null = null): ApiFailure => new ApiFailure({ code: 'x', status, retryAfter });

describe('a file', () => {
  it('that is short is sent at once, with what it is for and until when', async () => {
    const { api, calls } = answering();
    const short = new File(['안녕'], '인사.txt');
    expect(await keepFile(api, short, wish)).toEqual({ id: 'file-1' });
    expect(calls.map(({ path }) => path)).toEqual(['/v1/files']);
    const { form, headers } = calls[0]?.call ?? {};
    expect(headers).toEqual({ 'openai-project': 'proj_1' });
    expect([form?.get('purpose'), form?.get('expires_after[anchor]'), form?.get('expires_after[seconds]')]).toEqual(['user_data', 'created_at', '3600']);
    expect((form?.get('file') as File).name).toBe('인사.txt');
  });

  it('that is long is sent in parts, in their order', async () => {
    const { api, calls } = answering();
    await keepFile(api, file(65 * MIB), { ...wish, seconds: null });
    expect(calls.map(({ path }) => path)).toEqual(['/v1/uploads', ...Array.from({ length: 3 }, () => '/v1/uploads/upload_1/parts'), '/v1/uploads/upload_1/complete']);
    expect(calls[0]?.call.body).toEqual({ filename: '큰 파일.bin', purpose: 'user_data', bytes: 65 * MIB, mime_type: 'application/octet-stream' });
    const parts = await Promise.all(calls.slice(1, 4).map(({ call }) => (call.form?.get('data') as File).text()));
    expect(parts).toEqual([`0-${String(32 * MIB)}`, `${String(32 * MIB)}-${String(64 * MIB)}`, `${String(64 * MIB)}-${String(65 * MIB)}`]);
    expect(calls[4]?.call.body).toEqual({ part_ids: ['part_2', 'part_3', 'part_4'] });
  });

  it('goes on after a part that was lost on the way, as late as it was asked to', async () => {
    const { api, calls } = answering({ '/v1/uploads/upload_1/parts': [gone(0), gone(503, 7)] });
    const waits = vi.fn(wait);
    await keepFile(api, file(65 * MIB), wish, { wait: waits });
    expect(calls.filter(({ path }) => path.endsWith('/parts')).length).toBe(5);
    expect(waits.mock.calls).toEqual([[1_000], [7_000]]);
    expect(calls.at(-1)?.call.body).toEqual({ part_ids: ['part_4', 'part_5', 'part_6'] });
  });

  it.each([
    ['is refused', [gone(413)], 1],
    ['fails again and again', [gone(503), gone(503), gone(503)], 3],
    ['is stopped', [new DOMException('left', 'AbortError')], 1],
  ])('of which a part %s is given up, and its upload cancelled', async (_, failures, tried) => {
    const last = failures.at(-1);
    const { api, calls } = answering({ '/v1/uploads/upload_1/parts': [...failures] });
    await expect(keepFile(api, file(65 * MIB), wish, { wait })).rejects.toBe(last);
    expect(calls.filter(({ path }) => path.endsWith('/parts')).length).toBe(tried);
    expect(calls.at(-1)?.path).toBe('/v1/uploads/upload_1/cancel');
  });
});

describe('what is sent', () => {
  it('has a length that is kept, and that a batch takes where it is for one', () => {
    expect(unfit({ size: 0 }, 'batch')).toBe('empty');
    expect(unfit({ size: MOST_BYTES }, 'user_data')).toBeNull();
    expect(unfit({ size: MOST_BYTES + 1 }, 'user_data')).toBe('too_long');
    expect(unfit({ size: 200 * MIB }, 'batch')).toBeNull();
    expect(unfit({ size: 200 * MIB + 1 }, 'batch')).toBe('too_long_for_batch');
  });

  it('is for batches where all names say so', () => {
    expect([['a.jsonl', 'B.NDJSON'], ['a.jsonl', '민원.pdf'], ['c.json'], []].map(purposeOf)).toEqual(['batch', 'user_data', 'user_data', 'user_data']);
  });
});
