import { createRoute } from '@tanstack/react-router';
import { lazyScreen } from '../../app/lazy-screen.ts';
import { orgRoute } from '../../app/org-route.tsx';

/** More panes side by side than this are not read any more. */
export const MAX_PANES = 4;

/** Which models stand side by side, and which project pays. */
export interface PlaygroundSearch {
  models?: string[] | undefined;
  project?: string | undefined;
}

export const playgroundRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: 'playground',
  validateSearch: (search: Record<string, unknown>): PlaygroundSearch => {
    const models = Array.isArray(search.models)
      ? search.models.filter((name): name is string => typeof name === 'string').slice(0, MAX_PANES)
      : [];
    return {
      ...(models.length > 0 ? { models } : {}),
      ...(typeof search.project === 'string' ? { project: search.project } : {}),
    };
  },
  component: lazyScreen(() => import('./page.tsx'), 'PlaygroundPage'),
});
