import { lazyRouteComponent } from '@tanstack/react-router';
import { reach } from '../api/client.ts';
import { failureOf } from '../api/failure.ts';

/**
 * A screen whose program is loaded when it is gone to. Where that fails because nothing answers, the failure says so, and the
 * page stays as it is. Where the console answers, another version of it was installed, and the router loads the page anew.
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
      throw error;
    }
  }, name);
}
