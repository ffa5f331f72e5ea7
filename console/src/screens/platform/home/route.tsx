import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../../app/lazy-screen.ts';
import { platformRoute } from '../../../app/platform-route.tsx';

export const platformHomeRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: '/',
  component: lazyScreen(() => import('./page.tsx'), 'PlatformHomePage'),
});
