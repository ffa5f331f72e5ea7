import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { platformRoute } from '../../../app/platform-route.tsx';
import { listView, type ListView } from '../../../parts/table.tsx';

export const auditRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'audit',
  validateSearch: (search: Record<string, unknown>): ListView => listView(search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'AuditPage'),
});
