import { queryOptions } from '@tanstack/react-query';
import type { Leaf, LoggedReceipt, ReceiptLog } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';
import { decode, verify, type Verdict } from './verify.ts';

/** A receipt that the log has, or one that it has not yet. */
export type Receipt = LoggedReceipt | { object: 'receipt'; status: 'pending' };

/** How long the log takes at most, with some patience. */
const POLL_MILLIS = 1_000;

/** A request's receipt; asked again until the log has it. */
export function receiptQuery({ api, organization }: Signed, id: string) {
  return queryOptions({
    queryKey: ['receipt', organization, id],
    queryFn: ({ signal }) => api.json<Receipt>(`/v1/receipts/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? POLL_MILLIS : false),
  });
}

/** The organisation's log, and the key that its checkpoints are verified with, as the control plane says it. */
export function receiptLogQuery({ api, organization }: Signed) {
  return queryOptions({
    queryKey: ['receipt-log', organization],
    queryFn: ({ signal }) => api.json<ReceiptLog>('/v1/receipts/log', { signal }),
    staleTime: Infinity,
  });
}

export type LeafKind = 'opening' | 'closing' | 'amendment';

/** A leaf that was checked here. */
export interface Checked {
  kind: LeafKind;
  verdict: Verdict;
  proofText: string;
}

/** Checks every leaf of a receipt in this browser. */
export function verdictsQuery({ api, organization }: Signed, receipt: LoggedReceipt, vkey: string | null) {
  return queryOptions({
    queryKey: ['verdicts', organization, receipt.id, vkey],
    queryFn: ({ signal }) =>
      Promise.all(
        leavesOf(receipt).map(async ([kind, leaf]): Promise<Checked> => {
          const proofText = await api.text(`/v1/receipts/${encodeURIComponent(receipt.id)}.tlog-proof`, { query: { leaf: kind }, signal });
          return { kind, proofText, verdict: await verify(leaf, receipt.origin, proofText, vkey) };
        }),
      ),
    staleTime: Infinity,
  });
}

/** A receipt's leaves in the order in which they were made. */
export function leavesOf(receipt: LoggedReceipt): [LeafKind, Leaf][] {
  return [
    ['opening', receipt.opening],
    ['closing', receipt.closing],
    ...(receipt.amendment ? [['amendment', receipt.amendment] as [LeafKind, Leaf]] : []),
  ];
}

/** What was decided before the engine was called. */
export interface Opening {
  requestId: string;
  attempt: number;
  tenant: string;
  project: string;
  key?: string;
  member?: string;
  model: { name: string; version: string; kind: 'stored' | 'declared'; digest: string };
  deployment: string;
  engine: string;
  site: { id: string; name: string; country: string; operator: string };
  residency: { allowed: boolean; reason: string; policyVersion: string };
  assurance: string;
  promptHash: string;
  maxOutputTokens: number;
  price: string;
  time: string;
  gateway: string;
}

/** What became of it. */
export interface Closing {
  outcome: string;
  usage: { inputTokens: number; cachedTokens: number; outputTokens: number; estimated: boolean; partial: boolean };
  costNanoWon: number | string;
  outputHash: string;
  startedAt: string;
  endedAt: string;
}

/** The exact bytes of a leaf's receipt as what they say. */
export function said(leaf: Leaf): unknown {
  return JSON.parse(new TextDecoder().decode(decode(leaf.receipt)));
}
