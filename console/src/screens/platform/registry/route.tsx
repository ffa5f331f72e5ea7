import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../../app/lazy-screen.ts';
import { platformRoute } from '../../../app/platform-route.tsx';
import { listView, type ListView } from '../../../parts/table.tsx';

export const registryRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'registry',
  validateSearch: (search: Record<string, unknown>): ListView => listView(search),
  component: lazyScreen(() => import('./page.tsx'), 'RegistryPage'),
});

export const familyRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'registry/$id',
  validateSearch: (search: Record<string, unknown>): ListView => listView(search),
  component: lazyScreen(() => import('./detail.tsx'), 'FamilyPage'),
});
