import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../../app/lazy-screen.ts';
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
  component: lazyScreen(() => import('./page.tsx'), 'SitesPage'),
});
