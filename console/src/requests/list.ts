import { infiniteQueryOptions } from '@tanstack/react-query';
import type { RequestRecord } from '../api/types.ts';
import type { Signed } from '../session/context.tsx';

/** What is left out of a list of requests. */
export interface RequestFilter {
  model?: string | undefined;
  project?: string | undefined;
  key?: string | undefined;
}

interface Page {
  data: RequestRecord[];
  has_more: boolean;
  last_id: string | null;
}

const ROWS = 50;

/** A filter that fits few is answered in steps; after so many in a row without any, the reader decides whether to go on. */
const MOST_STEPS = 10;

/** The requests of the last seven days, the newest first; a page of it is asked for at a time. */
export function requestsQuery({ api, organization }: Signed, { model, project, key }: RequestFilter) {
  return infiniteQueryOptions({
    queryKey: ['requests', organization, model ?? null, project ?? null, key ?? null],
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      let after = pageParam;
      for (let step = 1; ; step++) {
        const page = await api.json<Page>('/platform/v1/requests', { query: { limit: ROWS, model, project, api_key: key, after }, signal });
        if (page.data.length > 0 || !page.has_more || step === MOST_STEPS) {
          return page;
        }
        after = page.last_id;
      }
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ has_more, last_id }) => (has_more ? last_id : null),
  });
}

/** What a request was answered with, at its last attempt. */
export function lastAttempt(request: RequestRecord): RequestRecord['attempts'][number] | undefined {
  return request.attempts.at(-1);
}
