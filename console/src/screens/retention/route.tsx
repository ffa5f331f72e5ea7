import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';

export const retentionRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'retention',
  component: lazyScreen(() => import('./page.tsx'), 'RetentionPage'),
});
