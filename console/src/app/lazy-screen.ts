import { lazyRouteComponent } from '@tanstack/react-router';
import { reach } from '../api/client.ts';
import { failureOf } from '../api/failure.ts';

/** How the router knows that a screen's program is gone; each browser has its own words for it. */
const GONE = 'Failed to fetch dynamically imported module';

/** What Vite says where a screen's styles are gone, which it loads with the program. */
const STYLES_GONE = 'Unable to preload CSS';

/**
 * A screen whose program is loaded when it is gone to. Where that fails because nothing answers, the failure says so, and the
 * page stays as it is. Where the console answers, another version of it was installed, and the router loads the page anew: once,
 * and only for who goes to the screen. A screen that fails again says so.
 */
export function lazyScreen<T extends Record<string, unknown>, K extends keyof T>(load: () => Promise<T>, name: K) {
  return lazyRouteComponent(async () => {
    try {
      return await load();
    } catch (error) {
      const answer = await reach('/console/', { cache: 'no-store' });
      if (!answer.ok) {
        throw await failureOf(answer);
      }
      throw error instanceof Error && error.message.startsWith(STYLES_GONE) ? new TypeError(`${GONE}: ${error.message}`, { cause: error }) : error;
    }
  }, name);
}
