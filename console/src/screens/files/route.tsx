import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';
import { listView, type ListView } from '../../parts/table.tsx';

/** Of which project, made for what, and how the list is looked at. */
export interface FilesSearch extends ListView {
  project?: string | undefined;
  purpose?: string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const filesRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'files',
  validateSearch: (search: Record<string, unknown>): FilesSearch => ({
    ...listView(search),
    project: text(search.project),
    purpose: text(search.purpose),
  }),
  component: lazyScreen(() => import('./page.tsx'), 'FilesPage'),
});
