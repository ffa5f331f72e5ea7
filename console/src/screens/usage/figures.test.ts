import { describe, expect, it } from 'vitest';
import type { Bucket, CostRow, UsageRow } from '../../api/types.ts';
import { barsOf, linesOf, spanOf, totalOf } from './figures.ts';

const now = Date.parse('2026-11-28T15:30:30Z') / 1000;

const used = (model: string, tokens: number): UsageRow => ({
  model,
  input_tokens: tokens,
  input_cached_tokens: 1,
  output_tokens: 2,
  num_model_requests: 1,
  project_id: null,
  api_key_id: null,
  user_id: null,
});

const paid = (model: string, value: number): CostRow => ({
  amount: { value, currency: 'krw' },
  line_item: null,
  model,
  project_id: null,
  api_key_id: null,
  user_id: null,
});

const bucket = <R>(...results: R[]): Bucket<R>[] => [{ start_time: 0, end_time: 1, results }];

describe('a span', () => {
  it('of days begins at midnight in Korea and ends with today', () => {
    const span = spanOf('7d', now);
    expect(new Date(span.start * 1000).toISOString()).toBe('2026-11-22T15:00:00.000Z');
    expect(span.start + span.buckets * span.seconds).toBeGreaterThan(now);
  });

  it('of minutes holds the running one', () => {
    const span = spanOf('1h', now);
    expect(new Date(span.start * 1000).toISOString()).toBe('2026-11-28T14:31:00.000Z');
    expect(span.width).toBe('1m');
  });
});

describe('lines', () => {
  it('bring usage and costs of the same model together, the most used first', () => {
    const lines = linesOf(bucket(used('a', 10), used('b', 90), used('a', 5)), bucket(paid('a', 1.5), paid('a', 2)), 'model');
    expect(lines).toEqual([
      { id: 'b', requests: 1, input: 90, cached: 1, output: 2, won: 0 },
      { id: 'a', requests: 2, input: 15, cached: 2, output: 4, won: 3.5 },
    ]);
    expect(totalOf(lines)).toMatchObject({ requests: 3, input: 105, won: 3.5 });
  });

  it('say no won where none were asked for', () => {
    expect(totalOf(linesOf(bucket(used('a', 1)), null, 'none')).won).toBeNull();
  });
});

describe('bars', () => {
  it('are there for empty buckets, too, and leave out what is outside', () => {
    const span = { start: 100, width: '1m', seconds: 60, buckets: 3 } as const;
    const bars = barsOf(span, [
      { start: 160, owner: 'a', value: 2 },
      { start: 160, owner: 'a', value: 3 },
      { start: 400, owner: 'a', value: 9 },
    ]);
    expect(bars.map(({ values }) => values.get('a') ?? 0)).toEqual([0, 5, 0]);
  });
});
