import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { ApiFailure } from '../../../api/failure.ts';
import { allRows } from '../../../api/pages.ts';
import { isMoving } from '../../../platform/queries.ts';
import type {
  CreatedTenant,
  EncryptionKey,
  IdentityProvider,
  Invite,
  Limit,
  NewTenant,
  SignupCode,
  Tenant,
  TenantProject,
} from '../../../platform/types.ts';
import type { Signed } from '../../../session/context.tsx';

const TENANTS = '/platform/v1/tenants';

/** What is on its way is looked at as often as this. */
const PROGRESS_MILLIS = 2_000;

const of = (id: string): string => `${TENANTS}/${encodeURIComponent(id)}`;

/** One tenant; asked again as long as it is being made, taken back or erased. */
export function tenantQuery({ api }: Signed, id: string) {
  return queryOptions({
    queryKey: ['platform', 'tenant', id],
    queryFn: ({ signal }) => api.json<Tenant>(of(id), { signal }),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? PROGRESS_MILLIS : false),
  });
}

/** Asks anew for what is shown of a tenant. */
export async function tenantChanged(client: QueryClient, id: string): Promise<void> {
  await client.invalidateQueries({ queryKey: ['platform', 'tenant', id] });
  await client.invalidateQueries({ queryKey: ['platform', 'tenants'] });
}

/** @param idempotency the same for each attempt to make the same */
export function createTenant({ api }: Signed, wanted: NewTenant, idempotency: string): Promise<CreatedTenant> {
  return api.json(TENANTS, { method: 'POST', body: wanted, headers: { 'idempotency-key': idempotency } });
}

export function suspendTenant({ api }: Signed, id: string, reason: string): Promise<unknown> {
  return api.json(`${of(id)}/suspend`, { method: 'POST', body: { reason: reason.normalize('NFC').trim() } });
}

export function resumeTenant({ api }: Signed, id: string): Promise<unknown> {
  return api.json(`${of(id)}/resume`, { method: 'POST' });
}

/** Begins the grace of a suspended tenant. @param confirm its name */
export function closeTenant({ api }: Signed, id: string, reason: string, confirm: string): Promise<unknown> {
  return api.json(`${of(id)}/close`, { method: 'POST', body: { reason: reason.normalize('NFC').trim(), confirm } });
}

export function reopenTenant({ api }: Signed, id: string): Promise<unknown> {
  return api.json(`${of(id)}/reopen`, { method: 'POST' });
}

export function repairTenant({ api }: Signed, id: string): Promise<unknown> {
  return api.json(`${of(id)}/repair`, { method: 'POST' });
}

/** What holds at every door of a tenant. */
export type Policy = Pick<Tenant, 'n2sf' | 'allowedNetworks' | 'allowedOrigins'>;

export function setPolicy({ api }: Signed, id: string, policy: Policy): Promise<unknown> {
  return api.json(`${of(id)}/policy`, { method: 'PUT', body: policy });
}

export function setShare({ api }: Signed, id: string, share: number): Promise<unknown> {
  return api.json(`${of(id)}/share`, { method: 'PUT', body: { share } });
}

/** A tenant's own identity provider; null where it has none. */
export function identityProviderQuery({ api }: Signed, id: string) {
  return queryOptions({
    queryKey: ['platform', 'tenant', id, 'identity-provider'],
    queryFn: async ({ signal }) => {
      try {
        return await api.json<IdentityProvider>(`${of(id)}/identity_provider`, { signal });
      } catch (error) {
        if (error instanceof ApiFailure && error.status === 404) {
          return null;
        }
        throw error;
      }
    },
  });
}

export function projectsQuery({ api }: Signed, id: string) {
  return queryOptions({
    queryKey: ['platform', 'tenant', id, 'projects'],
    queryFn: ({ signal }) => allRows<TenantProject>(api, `${of(id)}/projects`, {}, signal),
  });
}

export function limitsQuery({ api }: Signed, id: string) {
  return queryOptions({
    queryKey: ['platform', 'tenant', id, 'limits'],
    queryFn: async ({ signal }) => (await api.json<{ data: Limit[] }>(`${of(id)}/limits`, { signal })).data,
    refetchInterval: 5_000,
  });
}

/** What a tenant may take at most, by the names of the API. */
export const CEILINGS = {
  max_requests_per_1_minute: 'requests_per_minute',
  max_tokens_per_1_minute: 'tokens_per_minute',
  max_requests_per_1_day: 'requests_per_day',
  max_tokens_per_1_day: 'tokens_per_day',
  max_concurrent_requests: 'concurrent_requests',
  max_won_per_1_month: 'spend_per_month',
} as const satisfies Record<string, Limit['kind']>;

export type Ceiling = keyof typeof CEILINGS;

export function setCeilings({ api }: Signed, id: string, ceilings: Partial<Record<Ceiling, number>>): Promise<unknown> {
  return api.json(`${of(id)}/limits`, { method: 'POST', body: ceilings });
}

export function encryptionKeysQuery({ api }: Signed, id: string) {
  return queryOptions({
    queryKey: ['platform', 'tenant', id, 'encryption-keys'],
    queryFn: async ({ signal }) => (await api.json<{ data: EncryptionKey[] }>(`${of(id)}/encryption_keys`, { signal })).data,
    refetchInterval: ({ state }) => (state.data?.some(({ rewrap }) => rewrap !== null && rewrap.state !== 'done') ? PROGRESS_MILLIS : false),
  });
}

export function rotateKey({ api }: Signed, id: string, dataClass: EncryptionKey['dataClass']): Promise<unknown> {
  return api.json(`${of(id)}/encryption_keys/${dataClass}/rotate`, { method: 'POST' });
}

/** A tenant's invitations, decided ones among them. */
export function invitesQuery({ api }: Signed, id: string) {
  return queryOptions({
    queryKey: ['platform', 'tenant', id, 'invites'],
    queryFn: ({ signal }) => allRows<Invite>(api, `${of(id)}/invites`, {}, signal),
  });
}

export function inviteInto({ api }: Signed, id: string, email: string, role: Invite['role']): Promise<Invite> {
  return api.json(`${of(id)}/invites`, { method: 'POST', body: { email: email.trim(), role } });
}

export function withdrawInvite({ api }: Signed, id: string, invite: string): Promise<unknown> {
  return api.send(`${of(id)}/invites/${encodeURIComponent(invite)}`, { method: 'DELETE' });
}

/** Codes by which companies sign up, used and withdrawn ones among them. */
export function signupCodesQuery({ api }: Signed) {
  return queryOptions({
    queryKey: ['platform', 'signup-codes'],
    queryFn: ({ signal }) => allRows<SignupCode>(api, '/platform/v1/signup_codes', {}, signal),
  });
}

export function issueCode({ api }: Signed, note: string, expiresInDays: number): Promise<SignupCode> {
  return api.json('/platform/v1/signup_codes', { method: 'POST', body: { note: note.normalize('NFC').trim(), expiresInDays } });
}

export function withdrawCode({ api }: Signed, id: string): Promise<unknown> {
  return api.json(`/platform/v1/signup_codes/${encodeURIComponent(id)}`, { method: 'DELETE' });
}
