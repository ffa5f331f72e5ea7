import { queryOptions } from '@tanstack/react-query';
import { reach } from '../api/client.ts';
import { failureOf } from '../api/failure.ts';
import { allRows } from '../api/pages.ts';
import type { Signed } from '../session/context.tsx';
import type { Deployment, Health, ModelFamily, Node, Operator, Replica, Site, Tenant, UndeliveredMail } from './types.ts';

/** What moves by itself: engines, machines, loads. */
const LIVELY_MILLIS = 5_000;

/** What moves when somebody does something; a long list of it is many pages. */
const CALM_MILLIS = 60_000;

/** Whether the control plane that answers may be given work. Its 503 is an answer like another. */
export const healthQuery = queryOptions({
  queryKey: ['platform', 'health'],
  queryFn: async ({ signal }): Promise<Health> => {
    const response = await reach('/health/readiness', { credentials: 'omit', signal });
    const isHealth = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    if (!isHealth || (!response.ok && response.status !== 503)) {
      throw await failureOf(response);
    }
    return (await response.json()) as Health;
  },
  refetchInterval: LIVELY_MILLIS,
});

/** All tenants. */
export function tenantsQuery({ api }: Signed) {
  return queryOptions({
    queryKey: ['platform', 'tenants'],
    queryFn: ({ signal }) => allRows<Tenant>(api, '/platform/v1/tenants', {}, signal),
    refetchInterval: ({ state }) => (state.data?.rows.some(isMoving) ? LIVELY_MILLIS : CALM_MILLIS),
  });
}

/** Whether a tenant is being made, taken back or erased. */
export function isMoving({ state }: Tenant): boolean {
  return state === 'provisioning' || state === 'removing' || state === 'erasing';
}

/** Whether a tenant can never be used again. */
export function isOver({ state }: Tenant): boolean {
  return state === 'erasing' || state === 'closed';
}

export function sitesQuery({ api }: Signed) {
  return queryOptions({
    queryKey: ['platform', 'sites'],
    queryFn: ({ signal }) => allRows<Site>(api, '/platform/v1/sites', {}, signal),
  });
}

export function nodesQuery({ api }: Signed) {
  return queryOptions({
    queryKey: ['platform', 'nodes'],
    queryFn: ({ signal }) => allRows<Node>(api, '/platform/v1/nodes', {}, signal),
    refetchInterval: LIVELY_MILLIS,
  });
}

export function deploymentsQuery({ api }: Signed) {
  return queryOptions({
    queryKey: ['platform', 'deployments'],
    queryFn: ({ signal }) => allRows<Deployment>(api, '/platform/v1/deployments', {}, signal),
    refetchInterval: LIVELY_MILLIS,
  });
}

/** Engines as the machine sees them that answers. */
export function replicasQuery({ api }: Signed) {
  return queryOptions({
    queryKey: ['platform', 'replicas'],
    queryFn: async ({ signal }) => (await api.json<{ data: Replica[] }>('/platform/v1/replicas', { signal })).data,
    refetchInterval: LIVELY_MILLIS,
  });
}

/** Families of models in the registry. */
export function familiesQuery({ api }: Signed) {
  return queryOptions({
    queryKey: ['platform', 'models'],
    queryFn: ({ signal }) => allRows<ModelFamily>(api, '/platform/v1/models', {}, signal),
  });
}

/** Mail that was given up in the last 30 days. */
export function undeliveredQuery({ api }: Signed) {
  return queryOptions({
    queryKey: ['platform', 'mail'],
    queryFn: ({ signal }) => allRows<UndeliveredMail>(api, '/platform/v1/undelivered_mail', {}, signal),
    refetchInterval: CALM_MILLIS,
  });
}

/** The people who run the platform. */
export function operatorsQuery({ api }: Signed) {
  return queryOptions({
    queryKey: ['platform', 'operators'],
    queryFn: async ({ signal }) => (await api.json<{ data: Operator[] }>('/platform/v1/operators', { signal })).data,
  });
}
