import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
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
  component: lazyScreen(() => import('./page.tsx'), 'MembersPage'),
});
