import { createRootRoute, createRoute, notFound, Outlet } from '@tanstack/react-router';
import { NO_ORGANIZATION } from '../session/session.ts';
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
  beforeLoad: ({ params }) => {
    // What is not below `/-` is nowhere: screens of an organisation say nothing without one.
    if (params.org === NO_ORGANIZATION) {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's own way to say that there is no such page
      throw notFound();
    }
  },
  component: OrganizationShell,
  errorComponent: ScreenFailed,
  notFoundComponent: NoSuchPage,
});
