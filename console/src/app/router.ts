import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { createElement } from 'react';
import { batchesRoute } from '../screens/batches/route.tsx';
import { filesRoute } from '../screens/files/route.tsx';
import { homeRoute } from '../screens/home/route.tsx';
import { invitationRoute } from '../screens/invitation/route.tsx';
import { keysRoute } from '../screens/keys/route.tsx';
import { limitsRoute } from '../screens/limits/route.tsx';
import { membersRoute } from '../screens/members/route.tsx';
import { modelRoute, modelsRoute } from '../screens/models/route.tsx';
import { platformRoutes } from '../screens/platform/routes.ts';
import { playgroundRoute } from '../screens/playground/route.tsx';
import { receiptsRoute } from '../screens/receipts/route.tsx';
import { retentionRoute } from '../screens/retention/route.tsx';
import { signUpRoute } from '../screens/sign-up/route.tsx';
import { storedRoute } from '../screens/stored/route.tsx';
import { usageRoute } from '../screens/usage/route.tsx';
import { webhooksRoute } from '../screens/webhooks/route.tsx';
import { lastOrganization } from '../session/session.ts';
import { SignedInPage } from '../session/signed-in-page.tsx';
import { SignInPage } from '../session/sign-in-page.tsx';
import { ScreenFailed } from './error-page.tsx';
import { orgRoute, rootRoute } from './org-route.tsx';
import { platformRoute } from './platform-route.tsx';

const landing = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: ({ error }: Record<string, unknown>): { error?: string } => (typeof error === 'string' && /^[a-z_]{1,64}$/.test(error) ? { error } : {}),
  beforeLoad: ({ search }) => {
    const org = lastOrganization();
    if (org !== null && search.error === undefined) {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's own way to send somebody elsewhere
      throw redirect({ to: '/$org', params: { org } });
    }
  },
  component: Landing,
});

function Landing() {
  const { error = null } = landing.useSearch();
  return createElement(SignInPage, { organization: null, error });
}

const signedIn = createRoute({ getParentRoute: () => rootRoute, path: '/$org/signed-in', component: SignedInPage });
const signedInToNone = createRoute({ getParentRoute: () => rootRoute, path: '/-/signed-in', component: SignedInPage });

export const router = createRouter({
  basepath: '/console',
  routeTree: rootRoute.addChildren([
    landing,
    signedIn,
    invitationRoute,
    signUpRoute,
    signedInToNone,
    platformRoute.addChildren(platformRoutes),
    orgRoute.addChildren([
      homeRoute,
      playgroundRoute,
      modelsRoute,
      modelRoute,
      keysRoute,
      filesRoute,
      storedRoute,
      batchesRoute,
      webhooksRoute,
      usageRoute,
      limitsRoute,
      receiptsRoute,
      membersRoute,
      retentionRoute,
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
