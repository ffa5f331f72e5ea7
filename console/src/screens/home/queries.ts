import { queryOptions } from '@tanstack/react-query';
import type { Report, UsageRow } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';

const DAY = 86_400;

/** How often the page looks for new requests. */
const REFRESH_MILLIS = 5_000;

/** Whether anything was asked in the last month. */
export function askedQuery({ api, organization }: Signed) {
  return queryOptions({
    queryKey: ['asked', organization],
    queryFn: async ({ signal }) => {
      const now = Math.floor(Date.now() / 1000);
      const report = await api.json<Report<UsageRow>>('/v1/organization/usage/completions', {
        query: { start_time: now - 30 * DAY, bucket_width: '1d', limit: 31 },
        signal,
      });
      return report.data.some(({ results }) => results.some(({ num_model_requests }) => num_model_requests > 0));
    },
    // Once it is so, it stays so.
    refetchInterval: ({ state }) => (state.data === true ? false : REFRESH_MILLIS),
  });
}
