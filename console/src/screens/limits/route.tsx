import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgRoute } from '../../app/org-route.tsx';
import { listView } from '../../parts/table.tsx';

export const limitsRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'limits',
  validateSearch: listView,
  component: lazyRouteComponent(() => import('./page.tsx'), 'LimitsPage'),
});
