import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';

export const homeRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/',
  component: lazyScreen(() => import('./page.tsx'), 'HomePage'),
});
