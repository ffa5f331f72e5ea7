import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgRoute } from '../../app/org-route.tsx';

export const homeRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./page.tsx'), 'HomePage'),
});
