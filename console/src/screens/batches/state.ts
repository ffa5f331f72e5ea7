import type { Batch } from '../../api/types.ts';

const ENDED: readonly Batch['status'][] = ['completed', 'failed', 'expired', 'cancelled'];

/** Whether something more becomes of it. */
export function isUnderWay({ status }: Batch): boolean {
  return !ENDED.includes(status);
}

/** Whether it can be cancelled. */
export function mayBeCancelled({ status }: Batch): boolean {
  return status === 'validating' || status === 'in_progress';
}

/** How much of it has an outcome, from 0 to 100; of one whose lines were not looked at yet, 0. */
export function percentOf({ status, request_counts: counts }: Batch): number {
  if (status === 'completed') {
    return 100;
  }
  return counts.total === 0 ? 0 : Math.floor(((counts.completed + counts.failed) * 100) / counts.total);
}
