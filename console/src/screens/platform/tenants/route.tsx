import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../../app/lazy-screen.ts';
import { platformRoute } from '../../../app/platform-route.tsx';
import { listView, type ListView } from '../../../parts/table.tsx';

const STATES = ['active', 'suspended', 'closing', 'erasing', 'closed', 'provisioning', 'removing'] as const;
const ISOLATIONS = ['SHARED', 'DEDICATED'] as const;
const KINDS = ['business', 'government'] as const;
const PARTS = ['projects', 'limits', 'bill', 'keys', 'invites', 'audit'] as const;

/** Which tenants are looked at, and how; or the codes by which companies sign up. */
export interface TenantsSearch extends ListView {
  tab?: 'codes' | undefined;
  state?: (typeof STATES)[number] | undefined;
  isolation?: (typeof ISOLATIONS)[number] | undefined;
  kind?: (typeof KINDS)[number] | undefined;
}

export const tenantsRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'tenants',
  validateSearch: (search: Record<string, unknown>): TenantsSearch => ({
    ...listView(search),
    tab: search.tab === 'codes' ? 'codes' : undefined,
    state: STATES.find((state) => state === search.state),
    isolation: ISOLATIONS.find((isolation) => isolation === search.isolation),
    kind: KINDS.find((kind) => kind === search.kind),
  }),
  component: lazyScreen(() => import('./page.tsx'), 'TenantsPage'),
});

/** What of a tenant is looked at. */
export interface TenantSearch extends ListView {
  tab?: (typeof PARTS)[number] | undefined;
  /** Of the bill, as 2026-11. */
  month?: string | undefined;
}

export const tenantRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'tenants/$id',
  validateSearch: (search: Record<string, unknown>): TenantSearch => ({
    ...listView(search),
    tab: PARTS.find((part) => part === search.tab),
    month: typeof search.month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(search.month) ? search.month : undefined,
  }),
  component: lazyScreen(() => import('./detail.tsx'), 'TenantPage'),
});
