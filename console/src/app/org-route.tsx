import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router';
import { ScreenFailed, NoSuchPage } from './error-page.tsx';
import { OrganizationShell } from './shell.tsx';

export const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NoSuchPage,
  errorComponent: ScreenFailed,
});

/** Every screen of an organisation is below it. */
export const orgRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$org',
  component: OrganizationShell,
  errorComponent: ScreenFailed,
  notFoundComponent: NoSuchPage,
});
