import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';
import { listView, type ListView } from '../../parts/table.tsx';

export const GROUPS = ['none', 'model', 'project', 'key', 'member'] as const;
export type Group = (typeof GROUPS)[number];

export const RANGES = ['1h', '24h', '7d', '31d'] as const;
export type Range = (typeof RANGES)[number];

/** What is measured in the chart. */
export const METRICS = ['tokens', 'requests', 'won'] as const;
export type Metric = (typeof METRICS)[number];

/** How usage is looked at. */
export interface UsageSearch extends ListView {
  tab?: 'invoice' | undefined;
  by?: Group | undefined;
  range?: Range | undefined;
  metric?: Metric | undefined;
  month?: string | undefined;
}

const among = <T extends string>(values: readonly T[], value: unknown): T | undefined => values.find((one) => one === value);

export const usageRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'usage',
  validateSearch: (search: Record<string, unknown>): UsageSearch => ({
    ...listView(search),
    tab: among(['invoice'], search.tab),
    by: among(GROUPS, search.by),
    range: among(RANGES, search.range),
    metric: among(METRICS, search.metric),
    ...(typeof search.month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(search.month) ? { month: search.month } : {}),
  }),
  component: lazyScreen(() => import('./page.tsx'), 'UsagePage'),
});
