import { queryOptions } from '@tanstack/react-query';
import { ApiFailure } from '../../api/failure.ts';
import type { ApiKey, IssuedKey, KeyChanges, NewKey, RateLimit, SpendLimit } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';

const keysOf = (project: string): string => `/v1/organization/projects/${encodeURIComponent(project)}/api_keys`;

const keyOf = (project: string, key: string): string => `${keysOf(project)}/${encodeURIComponent(key)}`;

/** What a key may take; null where nothing is set. Won are before tax, a month is one of Seoul. */
export interface KeyLimits {
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
  wonPerMonth: number | null;
}

/** Issues a key. The same idempotency key never makes a second one. */
export function createKey({ api }: Signed, project: string, key: NewKey, idempotency: string): Promise<IssuedKey> {
  return api.json(keysOf(project), { method: 'POST', body: key, headers: { 'idempotency-key': idempotency } });
}

/** Changes what is said and leaves the rest. */
export function changeKey({ api }: Signed, project: string, key: string, changes: KeyChanges): Promise<ApiKey> {
  return api.json(keyOf(project, key), { method: 'POST', body: changes });
}

/** Puts a new key in the place of one, which goes on for a while. */
export function rotateKey({ api }: Signed, project: string, key: string, overlapSeconds: number, idempotency: string): Promise<IssuedKey> {
  return api.json(`${keyOf(project, key)}/rotate`, {
    method: 'POST',
    body: { overlap_seconds: overlapSeconds },
    headers: { 'idempotency-key': idempotency },
  });
}

/** Revokes a key; it dies everywhere within five seconds. */
export function revokeKey({ api }: Signed, project: string, key: string): Promise<unknown> {
  return api.json(keyOf(project, key), { method: 'DELETE' });
}

/** A key's own limits, for all models together. */
export function keyLimitsQuery({ api, organization }: Signed, project: string, key: string) {
  return queryOptions({
    queryKey: ['key-limits', organization, project, key],
    queryFn: async ({ signal }): Promise<KeyLimits> => {
      const [rates, spend] = await Promise.all([
        api.json<{ data: RateLimit[] }>(`${keyOf(project, key)}/rate_limits`, { signal }),
        api.json<SpendLimit>(`${keyOf(project, key)}/spend_limit`, { signal }).catch((error: unknown) => {
          if (error instanceof ApiFailure && error.status === 404) {
            return null;
          }
          throw error;
        }),
      ]);
      const all = rates.data.find(({ model }) => model === '*');
      return {
        requestsPerMinute: all?.max_requests_per_1_minute ?? null,
        tokensPerMinute: all?.max_tokens_per_1_minute ?? null,
        wonPerMonth: spend?.threshold_amount ?? null,
      };
    },
  });
}

/** Sets those limits that differ from what was. A rate cannot be taken away alone: all of the key's rates are set again. */
export async function setKeyLimits({ api }: Signed, project: string, key: string, before: KeyLimits, after: KeyLimits): Promise<void> {
  const rates = `${keyOf(project, key)}/rate_limits/rl_*`;
  if (before.requestsPerMinute !== after.requestsPerMinute || before.tokensPerMinute !== after.tokensPerMinute) {
    const taken =
      (before.requestsPerMinute !== null && after.requestsPerMinute === null) ||
      (before.tokensPerMinute !== null && after.tokensPerMinute === null);
    if (taken) {
      await api.json(rates, { method: 'DELETE' });
    }
    const wanted = {
      ...(after.requestsPerMinute === null ? {} : { max_requests_per_1_minute: after.requestsPerMinute }),
      ...(after.tokensPerMinute === null ? {} : { max_tokens_per_1_minute: after.tokensPerMinute }),
    };
    if (Object.keys(wanted).length > 0) {
      await api.json(rates, { method: 'POST', body: wanted });
    }
  }
  if (before.wonPerMonth !== after.wonPerMonth) {
    const spend = `${keyOf(project, key)}/spend_limit`;
    await (after.wonPerMonth === null
      ? api.json(spend, { method: 'DELETE' })
      : api.json(spend, { method: 'POST', body: { threshold_amount: after.wonPerMonth, currency: 'KRW', interval: 'month' } }));
  }
}
