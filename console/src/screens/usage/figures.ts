import type { Bucket, CostRow, UsageRow } from '../../api/types.ts';
import type { Group, Range } from './route.tsx';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Korea is nine hours before UTC and has no summer time. */
const KST_AHEAD = 9 * HOUR;

/** A range in the API's words: its first second, and how wide and how many its buckets are. */
export interface Span {
  start: number;
  width: '1m' | '1h' | '1d';
  seconds: number;
  buckets: number;
}

/** The span of a range that ends now. Days are Korea's. */
export function spanOf(range: Range, now: number): Span {
  const of = (width: Span['width'], seconds: number, buckets: number, ahead = 0): Span => ({
    start: Math.floor((now + ahead) / seconds) * seconds - ahead - (buckets - 1) * seconds,
    width,
    seconds,
    buckets,
  });
  switch (range) {
    case '1h':
      return of('1m', MINUTE, 60);
    case '24h':
      return of('1h', HOUR, 24);
    case '7d':
      return of('1d', DAY, 7, KST_AHEAD);
    case '31d':
      return of('1d', DAY, 31, KST_AHEAD);
  }
}

/** What a group used and cost in a span. Won are before tax; null until they are read. */
export interface Line {
  id: string;
  requests: number;
  input: number;
  cached: number;
  output: number;
  won: number | null;
}

/** A bar of the chart: a bucket and what each group has in it. */
export interface Bar {
  start: number;
  values: Map<string, number>;
}

/** By which name the API groups. */
export const groups: Record<Group, string | null> = { none: null, model: 'model', project: 'project_id', key: 'api_key_id', member: 'user_id' };

/** What belongs to no key, or to no member. */
export const NOBODY = '-';

/** Everything of a report without groups. */
export const ALL = '*';

/** Whose a row is. */
export function ownerOf(row: UsageRow | CostRow, group: Group): string {
  switch (group) {
    case 'none':
      return ALL;
    case 'model':
      return row.model ?? NOBODY;
    case 'project':
      return row.project_id ?? NOBODY;
    case 'key':
      return row.api_key_id ?? NOBODY;
    case 'member':
      return row.user_id ?? NOBODY;
  }
}

/** A line for each group, the most used first. */
export function linesOf(usage: Bucket<UsageRow>[], costs: Bucket<CostRow>[] | null, group: Group): Line[] {
  const lines = new Map<string, Line>();
  const line = (id: string): Line => {
    const found = lines.get(id) ?? { id, requests: 0, input: 0, cached: 0, output: 0, won: costs === null ? null : 0 };
    lines.set(id, found);
    return found;
  };
  for (const row of usage.flatMap(({ results }) => results)) {
    const of = line(ownerOf(row, group));
    of.requests += row.num_model_requests;
    of.input += row.input_tokens;
    of.cached += row.input_cached_tokens;
    of.output += row.output_tokens;
  }
  for (const row of (costs ?? []).flatMap(({ results }) => results)) {
    const of = line(ownerOf(row, group));
    of.won = (of.won ?? 0) + row.amount.value;
  }
  return [...lines.values()].sort((a, b) => b.input + b.output - (a.input + a.output));
}

/** Sums of all lines. */
export function totalOf(lines: Line[]): Line {
  return lines.reduce<Line>(
    (sum, line) => ({
      id: ALL,
      requests: sum.requests + line.requests,
      input: sum.input + line.input,
      cached: sum.cached + line.cached,
      output: sum.output + line.output,
      won: line.won === null ? sum.won : (sum.won ?? 0) + line.won,
    }),
    { id: ALL, requests: 0, input: 0, cached: 0, output: 0, won: null },
  );
}

/** A bar for each bucket of the span, those without anything among them. */
export function barsOf(span: Span, rows: { start: number; owner: string; value: number }[]): Bar[] {
  const bars = Array.from({ length: span.buckets }, (_, index): Bar => ({ start: span.start + index * span.seconds, values: new Map() }));
  for (const { start, owner, value } of rows) {
    const bar = bars[Math.floor((start - span.start) / span.seconds)];
    bar?.values.set(owner, (bar.values.get(owner) ?? 0) + value);
  }
  return bars;
}
