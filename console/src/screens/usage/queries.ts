import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Bucket, CostRow, InvoicePreview, Report, UsageRow } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';
import { groups, spanOf } from './figures.ts';
import type { Group, Range } from './route.tsx';

/** The API's figures are at most ten seconds old, and so is the page. */
export const REFRESH_MILLIS = 5_000;

async function buckets<R>({ api }: Signed, path: string, query: Record<string, string | number | null>, signal: AbortSignal): Promise<Bucket<R>[]> {
  const all: Bucket<R>[] = [];
  let page: string | null = null;
  do {
    const report: Report<R> = await api.json<Report<R>>(path, { query: { ...query, page }, signal });
    all.push(...report.data);
    page = report.has_more ? report.next_page : null;
  } while (page !== null);
  return all;
}

const now = (): number => Math.floor(Date.now() / 1000);

/** Tokens and requests of a range that ends now. */
export function usageQuery(signed: Signed, range: Range, group: Group) {
  return queryOptions({
    queryKey: ['usage', signed.organization, range, group],
    queryFn: async ({ signal }) => {
      const span = spanOf(range, now());
      const query = { start_time: span.start, bucket_width: span.width, limit: span.buckets, group_by: groups[group] };
      return { span, buckets: await buckets<UsageRow>(signed, '/v1/organization/usage/completions', query, signal) };
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MILLIS,
  });
}

/** Won before tax of a range that ends now. */
export function costsQuery(signed: Signed, range: Range, group: Group) {
  return queryOptions({
    queryKey: ['costs', signed.organization, range, group],
    queryFn: async ({ signal }) => {
      const span = spanOf(range, now());
      const query = { start_time: span.start, bucket_width: span.width, limit: span.buckets, group_by: groups[group] };
      return { span, buckets: await buckets<CostRow>(signed, '/v1/organization/costs', query, signal) };
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MILLIS,
  });
}

/**
 * What a month would be invoiced with.
 *
 * @param path of the organization's own, or of the tenant's whose bill an operator reads
 */
export function invoiceQuery({ api, organization }: Signed, month: string, path = '/v1/organization') {
  return queryOptions({
    queryKey: ['invoice', organization, path, month],
    queryFn: ({ signal }) => api.json<InvoicePreview>(`${path}/invoices/preview`, { query: { month }, signal }),
    staleTime: REFRESH_MILLIS,
    refetchInterval: REFRESH_MILLIS,
  });
}
