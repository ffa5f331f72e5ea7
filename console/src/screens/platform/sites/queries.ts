import type { Site } from '../../../platform/types.ts';
import type { Signed } from '../../../session/context.tsx';

/** @param idempotency the same for each attempt to make the same */
export function createSite({ api }: Signed, site: Pick<Site, 'name' | 'country' | 'operator'>, idempotency: string): Promise<Site> {
  return api.json('/platform/v1/sites', { method: 'POST', body: site, headers: { 'idempotency-key': idempotency } });
}
