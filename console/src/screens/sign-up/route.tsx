import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { rootRoute } from '../../app/org-route.tsx';

/** Where somebody signs their company up. */
export const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-up',
  component: lazyScreen(() => import('./page.tsx'), 'SignUpPage'),
});
