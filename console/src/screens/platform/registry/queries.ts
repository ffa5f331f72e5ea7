import { queryOptions } from '@tanstack/react-query';
import { allRows } from '../../../api/pages.ts';
import type { ModelFamily, ModelVersion } from '../../../platform/types.ts';
import type { Signed } from '../../../session/context.tsx';

const of = (id: string): string => `/platform/v1/models/${encodeURIComponent(id)}`;

/** One family of the registry. */
export function familyQuery({ api }: Signed, id: string) {
  return queryOptions({
    queryKey: ['platform', 'model', id],
    queryFn: ({ signal }) => api.json<ModelFamily>(of(id), { signal }),
  });
}

/** A family's versions; asked again as long as one is being imported. */
export function versionsQuery({ api }: Signed, id: string) {
  return queryOptions({
    queryKey: ['platform', 'model', id, 'versions'],
    queryFn: ({ signal }) => allRows<ModelVersion>(api, `${of(id)}/versions`, {}, signal),
    refetchInterval: ({ state }) => (state.data?.rows.some((version) => version.state === 'importing') ? 2_000 : false),
  });
}
