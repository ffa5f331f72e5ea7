import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';
import { listView, type ListView } from '../../parts/table.tsx';

/** Of which project, and how the list is looked at. */
export interface BatchesSearch extends ListView {
  project?: string | undefined;
  /** A file that is kept: a batch is to be made of it. */
  input?: string | undefined;
}

export const batchesRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'batches',
  validateSearch: (search: Record<string, unknown>): BatchesSearch => ({
    ...listView(search),
    ...(typeof search.project === 'string' ? { project: search.project } : {}),
    ...(typeof search.input === 'string' && search.input !== '' ? { input: search.input } : {}),
  }),
  component: lazyScreen(() => import('./page.tsx'), 'BatchesPage'),
});
