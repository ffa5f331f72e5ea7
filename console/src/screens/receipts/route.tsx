import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
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
  component: lazyRouteComponent(() => import('./page.tsx'), 'ReceiptsPage'),
});
