import { queryOptions } from '@tanstack/react-query';
import type { Batch } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';
import { isUnderWay } from './state.ts';

const BATCHES = '/v1/batches';

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

/** Ends a batch; what was answered is in its output. */
export function cancelBatch({ api }: Signed, batch: string): Promise<Batch> {
  return api.json(`${BATCHES}/${encodeURIComponent(batch)}/cancel`, { method: 'POST' });
}

/** Where a file's content is had by the browser itself, which saves it without holding it. */
export function contentOf({ organization }: Signed, file: string): string {
  return `/console/${encodeURIComponent(organization)}/api/v1/files/${encodeURIComponent(file)}/content`;
}
