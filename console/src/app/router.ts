import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { createElement } from 'react';
import { homeRoute } from '../screens/home/route.tsx';
import { keysRoute } from '../screens/keys/route.tsx';
import { limitsRoute } from '../screens/limits/route.tsx';
import { membersRoute } from '../screens/members/route.tsx';
import { modelRoute, modelsRoute } from '../screens/models/route.tsx';
import { playgroundRoute } from '../screens/playground/route.tsx';
import { receiptsRoute } from '../screens/receipts/route.tsx';
import { usageRoute } from '../screens/usage/route.tsx';
import { lastOrganization } from '../session/session.ts';
import { SignedInPage } from '../session/signed-in-page.tsx';
import { SignInPage } from '../session/sign-in-page.tsx';
import { ScreenFailed } from './error-page.tsx';
import { orgRoute, rootRoute } from './org-route.tsx';

const landing = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    const org = lastOrganization();
    if (org !== null) {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's own way to send somebody elsewhere
      throw redirect({ to: '/$org', params: { org } });
    }
  },
  component: () => createElement(SignInPage, { organization: null }),
});

const signedIn = createRoute({ getParentRoute: () => rootRoute, path: '/$org/signed-in', component: SignedInPage });

export const router = createRouter({
  basepath: '/console',
  routeTree: rootRoute.addChildren([
    landing,
    signedIn,
    orgRoute.addChildren([
      homeRoute,
      playgroundRoute,
      modelsRoute,
      modelRoute,
      keysRoute,
      usageRoute,
      limitsRoute,
      receiptsRoute,
      membersRoute,
    ]),
  ]),
  // In the place of the screen that failed: the menu stays.
  defaultErrorComponent: ScreenFailed,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
