import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';
import { listView, type ListView } from '../../parts/table.tsx';

/** What is looked at; without an id, the chats of which project, of which model, with which metadata. */
export interface StoredSearch extends ListView {
  id?: string | undefined;
  project?: string | undefined;
  model?: string | undefined;
  /** `key=value`. */
  metadata?: string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const storedRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'stored',
  validateSearch: (search: Record<string, unknown>): StoredSearch => ({
    ...listView(search),
    id: text(search.id),
    project: text(search.project),
    model: text(search.model),
    metadata: text(search.metadata),
  }),
  component: lazyScreen(() => import('./page.tsx'), 'StoredPage'),
});
