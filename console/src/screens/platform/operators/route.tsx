import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../../app/lazy-screen.ts';
import { platformRoute } from '../../../app/platform-route.tsx';
import { listView, type ListView } from '../../../parts/table.tsx';

export const operatorsRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'operators',
  validateSearch: (search: Record<string, unknown>): ListView => listView(search),
  component: lazyScreen(() => import('./page.tsx'), 'OperatorsPage'),
});
