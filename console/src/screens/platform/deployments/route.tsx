import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../../app/lazy-screen.ts';
import { platformRoute } from '../../../app/platform-route.tsx';
import { listView, type ListView } from '../../../parts/table.tsx';

const STATES = ['pending', 'starting', 'ready', 'failed', 'stopping'] as const;
const DRIVERS = ['local', 'external'] as const;

/** Which deployments are looked at, and how. */
export interface DeploymentsSearch extends ListView {
  state?: (typeof STATES)[number] | undefined;
  driver?: (typeof DRIVERS)[number] | undefined;
}

export const deploymentsRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'deployments',
  validateSearch: (search: Record<string, unknown>): DeploymentsSearch => ({
    ...listView(search),
    state: STATES.find((state) => state === search.state),
    driver: DRIVERS.find((driver) => driver === search.driver),
  }),
  component: lazyScreen(() => import('./page.tsx'), 'DeploymentsPage'),
});

export const deploymentRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'deployments/$id',
  validateSearch: (search: Record<string, unknown>): { q?: string | undefined } =>
    typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {},
  component: lazyScreen(() => import('./detail.tsx'), 'DeploymentPage'),
});
