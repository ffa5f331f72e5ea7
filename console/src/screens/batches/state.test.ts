import { describe, expect, it } from 'vitest';
import type { Batch } from '../../api/types.ts';
import { isUnderWay, mayBeCancelled, percentOf } from './state.ts';

const batch = (status: Batch['status'], total: number, completed: number, failed: number): Batch =>
  ({ status, request_counts: { total, completed, failed } }) as Batch;

describe('a batch', () => {
  it('is under way until it has ended, and can be cancelled while lines are answered', () => {
    const states = (['validating', 'in_progress', 'finalizing', 'cancelling', 'completed', 'failed', 'expired', 'cancelled'] as const).map((status) =>
      batch(status, 1, 0, 0),
    );
    expect(states.map(isUnderWay)).toEqual([true, true, true, true, false, false, false, false]);
    expect(states.map(mayBeCancelled)).toEqual([true, true, false, false, false, false, false, false]);
  });

  it('says how much of it has an outcome, and all of it only at its end', () => {
    expect(percentOf(batch('validating', 0, 0, 0))).toBe(0);
    expect(percentOf(batch('in_progress', 3, 1, 1))).toBe(66);
    expect(percentOf(batch('in_progress', 50_000, 49_999, 0))).toBe(99);
    expect(percentOf(batch('completed', 50_000, 49_000, 1_000))).toBe(100);
    expect(percentOf(batch('expired', 10, 5, 5))).toBe(100);
  });
});
