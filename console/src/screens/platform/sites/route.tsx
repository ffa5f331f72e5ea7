import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { platformRoute } from '../../../app/platform-route.tsx';
import { listView, type ListView } from '../../../parts/table.tsx';

/** Machines, or the data centres. */
export interface SitesSearch extends ListView {
  tab?: 'nodes' | undefined;
}

export const sitesRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'sites',
  validateSearch: (search: Record<string, unknown>): SitesSearch => ({
    ...listView(search),
    tab: search.tab === 'nodes' ? 'nodes' : undefined,
  }),
  component: lazyRouteComponent(() => import('./page.tsx'), 'SitesPage'),
});
