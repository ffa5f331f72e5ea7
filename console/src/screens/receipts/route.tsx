import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';
import { listView, type ListView } from '../../parts/table.tsx';
import type { RequestFilter } from '../../requests/list.ts';

/** Which receipt is looked at; without one, how the list of requests is. */
export interface ReceiptsSearch extends ListView, RequestFilter {
  id?: string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const receiptsRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'receipts',
  validateSearch: (search: Record<string, unknown>): ReceiptsSearch => ({
    ...listView(search),
    id: text(search.id),
    model: text(search.model),
    project: text(search.project),
    key: text(search.key),
  }),
  component: lazyScreen(() => import('./page.tsx'), 'ReceiptsPage'),
});
