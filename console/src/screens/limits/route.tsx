import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';
import { listView } from '../../parts/table.tsx';

export const limitsRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'limits',
  validateSearch: listView,
  component: lazyScreen(() => import('./page.tsx'), 'LimitsPage'),
});
