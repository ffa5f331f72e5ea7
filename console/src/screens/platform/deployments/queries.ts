import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { Deployment, EngineLog, NewDeployment } from '../../../platform/types.ts';
import type { Signed } from '../../../session/context.tsx';

const DEPLOYMENTS = '/platform/v1/deployments';

const of = (id: string): string => `${DEPLOYMENTS}/${encodeURIComponent(id)}`;

/** One deployment, deleted or not. */
export function deploymentQuery({ api }: Signed, id: string) {
  return queryOptions({
    queryKey: ['platform', 'deployment', id],
    queryFn: ({ signal }) => api.json<Deployment>(of(id), { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'deleted' ? false : 5_000),
  });
}

/** Asks anew for what is shown of a deployment. */
export async function deploymentChanged(client: QueryClient, id: string): Promise<void> {
  await client.invalidateQueries({ queryKey: ['platform', 'deployment', id] });
  await client.invalidateQueries({ queryKey: ['platform', 'deployments'] });
}

/** @param idempotency the same for each attempt to make the same */
export function createDeployment({ api }: Signed, wanted: NewDeployment, idempotency: string): Promise<Deployment> {
  return api.json(DEPLOYMENTS, { method: 'POST', body: wanted, headers: { 'idempotency-key': idempotency } });
}

export function deleteDeployment({ api }: Signed, id: string): Promise<unknown> {
  return api.json(of(id), { method: 'DELETE' });
}

export function setTimeouts({ api }: Signed, id: string, timeouts: Deployment['timeouts']): Promise<unknown> {
  return api.json(`${of(id)}/timeouts`, { method: 'PUT', body: timeouts });
}

/** @param concurrency 0 where it is not known */
export function setConcurrency({ api }: Signed, id: string, concurrency: number): Promise<unknown> {
  return api.json(`${of(id)}/concurrency`, { method: 'PUT', body: { concurrency } });
}

/** @param after where the part before ended; null for the log's end */
export function readLog({ api }: Pick<Signed, 'api'>, id: string, after: number | null, signal: AbortSignal): Promise<EngineLog> {
  return api.json(`${of(id)}/log`, { query: { after }, signal });
}
