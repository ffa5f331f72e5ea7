import { queryOptions } from '@tanstack/react-query';
import type { Batch, StoredFile } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';
import { isUnderWay } from './state.ts';

const BATCHES = '/v1/batches';

/** What lines may ask, in the order it is offered. */
export const ENDPOINTS = ['/v1/chat/completions', '/v1/responses', '/v1/embeddings', '/v1/completions'] as const;

export type BatchEndpoint = (typeof ENDPOINTS)[number];

/** Batches that are shown of a project: the newest. */
export const SHOWN = 100;

/** How often the list is read again while one of them is under way. */
const REFRESH_MILLIS = 3_000;

/** A project's newest batches. */
export function batchesQuery({ api, organization }: Signed, project: string) {
  return queryOptions({
    queryKey: ['batches', organization, project],
    queryFn: async ({ signal }) =>
      (await api.json<{ data: Batch[] }>(BATCHES, { query: { limit: SHOWN }, headers: { 'openai-project': project }, signal })).data,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? REFRESH_MILLIS : false),
  });
}

/** Has a file's requests answered within a day. */
export function createBatch({ api }: Signed, project: string, input: string, endpoint: BatchEndpoint): Promise<Batch> {
  return api.json(BATCHES, {
    method: 'POST',
    body: { input_file_id: input, endpoint, completion_window: '24h' },
    headers: { 'openai-project': project },
  });
}

/** A file that a batch is to be made of. */
export function inputQuery({ api, organization }: Signed, file: string) {
  return queryOptions({
    queryKey: ['file', organization, file],
    queryFn: ({ signal }) => api.json<StoredFile>(`/v1/files/${encodeURIComponent(file)}`, { signal }),
  });
}

/** Ends a batch; what was answered is in its output. */
export function cancelBatch({ api }: Signed, batch: string): Promise<Batch> {
  return api.json(`${BATCHES}/${encodeURIComponent(batch)}/cancel`, { method: 'POST' });
}
