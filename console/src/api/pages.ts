import type { ConsoleApi } from './client.ts';

interface Page<T> {
  data: T[];
  has_more: boolean;
  last_id?: string | null;
}

/** More than a list that a person looks at has; past it the list says that it is cut. */
export const MOST_ROWS = 10_000;

/** All rows of a list, and whether there were more than {@link MOST_ROWS}. */
export interface Rows<T> {
  rows: T[];
  cut: boolean;
}

/**
 * Reads a list to its end, page by page.
 *
 * @param headers that every page is asked for with
 */
export async function allRows<T>(
  api: ConsoleApi,
  path: string,
  query: Record<string, string | number | boolean> = {},
  signal?: AbortSignal,
  headers: Record<string, string> = {},
): Promise<Rows<T>> {
  const rows: T[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Page<T> = await api.json<Page<T>>(path, { query: { limit: 100, ...query, after }, headers, ...(signal ? { signal } : {}) });
    rows.push(...page.data);
    const next = page.last_id ?? null;
    if (!page.has_more || next === null || next === after) {
      return { rows, cut: false };
    }
    if (rows.length >= MOST_ROWS) {
      return { rows, cut: true };
    }
    after = next;
  }
}
