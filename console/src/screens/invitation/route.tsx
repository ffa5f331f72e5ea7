import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { rootRoute } from '../../app/org-route.tsx';

/** Where the mail of an invitation leads. */
export const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitations/accept',
  validateSearch: ({ organization }: Record<string, unknown>): { organization?: string } =>
    typeof organization === 'string' && /^ten_[0-9A-Z]{26}$/.test(organization) ? { organization } : {},
  component: lazyScreen(() => import('./page.tsx'), 'InvitationPage'),
});
