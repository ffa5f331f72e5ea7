import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';
import { listView, type ListView } from '../../parts/table.tsx';

/** Which keys are looked at, and how. */
export interface KeysSearch extends ListView {
  project?: string | undefined;
  show?: 'all' | undefined;
}

export const keysRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'keys',
  validateSearch: (search: Record<string, unknown>): KeysSearch => ({
    ...listView(search),
    ...(typeof search.project === 'string' ? { project: search.project } : {}),
    ...(search.show === 'all' ? { show: 'all' } : {}),
  }),
  component: lazyScreen(() => import('./page.tsx'), 'KeysPage'),
});
