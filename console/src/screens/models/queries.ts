import { queryOptions } from '@tanstack/react-query';
import type { Model } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';

/** What can be called now. */
export function modelsQuery({ api, organization }: Signed) {
  return queryOptions({
    queryKey: ['models', organization],
    queryFn: async ({ signal }) => (await api.json<{ data: Model[] }>('/v1/models', { signal })).data,
  });
}

/** One model by its name. */
export function modelQuery({ api, organization }: Signed, id: string) {
  return queryOptions({
    queryKey: ['model', organization, id],
    queryFn: ({ signal }) => api.json<Model>(`/v1/models/${encodeURIComponent(id)}`, { signal }),
  });
}
