import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { orgRoute } from '../../app/org-route.tsx';
import { listView, type ListView } from '../../parts/table.tsx';

const TABS = ['invites', 'projects'] as const;

/** What of the organisation is looked at. */
export interface MembersSearch extends ListView {
  tab?: (typeof TABS)[number] | undefined;
  project?: string | undefined;
}

export const membersRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'members',
  validateSearch: (search: Record<string, unknown>): MembersSearch => ({
    ...listView(search),
    tab: TABS.find((tab) => tab === search.tab),
    ...(typeof search.project === 'string' ? { project: search.project } : {}),
  }),
  component: lazyRouteComponent(() => import('./page.tsx'), 'MembersPage'),
});
