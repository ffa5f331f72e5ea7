import { queryOptions } from '@tanstack/react-query';
import type { DataRetention, DataRetentionUpdate } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';

const PATH = '/v1/organization/data_retention';

/** For how long the organisation keeps what it is asked to keep. */
export function retentionQuery({ api, organization }: Signed) {
  return queryOptions({
    queryKey: ['data-retention', organization],
    queryFn: ({ signal }) => api.json<DataRetention>(PATH, { signal }),
  });
}

/** Says it. */
export function changeRetention({ api }: Signed, changes: DataRetentionUpdate): Promise<DataRetention> {
  return api.json(PATH, { method: 'POST', body: changes });
}
