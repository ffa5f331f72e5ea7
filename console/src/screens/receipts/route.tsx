import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';

/** Which receipt is looked at. */
export interface ReceiptsSearch {
  id?: string | undefined;
}

export const receiptsRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'receipts',
  validateSearch: (search: Record<string, unknown>): ReceiptsSearch =>
    typeof search.id === 'string' && search.id !== '' ? { id: search.id } : {},
  component: lazyScreen(() => import('./page.tsx'), 'ReceiptsPage'),
});
