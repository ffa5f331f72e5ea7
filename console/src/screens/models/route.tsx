import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';
import { listView, type ListView } from '../../parts/table.tsx';

/** How the list of models is looked at. */
export interface ModelsSearch extends ListView {
  can?: string | undefined;
}

export const modelsRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'models',
  validateSearch: (search: Record<string, unknown>): ModelsSearch => ({
    ...listView(search),
    ...(typeof search.can === 'string' && search.can !== '' ? { can: search.can } : {}),
  }),
  component: lazyScreen(() => import('./page.tsx'), 'ModelsPage'),
});

/** Slashes in a model's name are escaped. */
export const modelRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'models/$id',
  component: lazyScreen(() => import('./detail.tsx'), 'ModelPage'),
});
