import { queryOptions } from '@tanstack/react-query';
import type { Webhook, WebhookDelivery, WebhookEventType, WebhookTest, WebhookWithSecret } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';

const ENDPOINTS = '/v1/webhook_endpoints';

/** Attempts that are shown of an endpoint: the newest. */
const ATTEMPTS = 50;

/** How often the log is read again while somebody looks at it. */
const LOG_REFRESH_MILLIS = 5_000;

/** What can be told of, in the order it is offered. */
export const EVENT_TYPES: readonly WebhookEventType[] = [
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
  'batch.completed',
  'batch.failed',
  'batch.expired',
  'batch.cancelled',
];

/** What is said of an endpoint when it is made. */
export interface NewWebhook {
  name: string;
  url: string;
  event_types: WebhookEventType[];
}

const one = (webhook: string): string => `${ENDPOINTS}/${encodeURIComponent(webhook)}`;

/** A project's endpoints: there are few. */
export function webhooksQuery({ api, organization }: Signed, project: string) {
  return queryOptions({
    queryKey: ['webhooks', organization, project],
    queryFn: async ({ signal }) =>
      (await api.json<{ data: Webhook[] }>(ENDPOINTS, { query: { limit: 100 }, headers: { 'openai-project': project }, signal })).data,
  });
}

/** The newest attempts to tell an endpoint. */
export function deliveriesQuery({ api, organization }: Signed, webhook: string) {
  return queryOptions({
    queryKey: ['webhook-deliveries', organization, webhook],
    queryFn: async ({ signal }) => (await api.json<{ data: WebhookDelivery[] }>(`${one(webhook)}/deliveries`, { query: { limit: ATTEMPTS }, signal })).data,
    refetchInterval: LOG_REFRESH_MILLIS,
  });
}

/** Makes an endpoint; its secret is in this answer alone. */
export function createWebhook({ api }: Signed, project: string, webhook: NewWebhook): Promise<WebhookWithSecret> {
  return api.json(ENDPOINTS, { method: 'POST', body: webhook, headers: { 'openai-project': project } });
}

/** Changes what is said and leaves the rest. */
export function changeWebhook({ api }: Signed, webhook: string, changes: Partial<NewWebhook> & { enabled?: boolean }): Promise<Webhook> {
  return api.json(one(webhook), { method: 'POST', body: changes });
}

/** Deletes an endpoint with its secrets and its log. */
export function deleteWebhook({ api }: Signed, webhook: string): Promise<unknown> {
  return api.json(one(webhook), { method: 'DELETE' });
}

/** Gives an endpoint another secret, which is in this answer alone. */
export function rotateSecret({ api }: Signed, webhook: string, keepOld: boolean): Promise<WebhookWithSecret> {
  return api.json(`${one(webhook)}/rotate_secret`, { method: 'POST', body: { keep_old_secret_active_for_24_hours: keepOld } });
}

/** Sends an event about nothing, and says what was answered. */
export function testWebhook({ api }: Signed, webhook: string, type: WebhookEventType): Promise<WebhookTest> {
  return api.json(`${one(webhook)}/test`, { method: 'POST', body: { event_type: type } });
}

/** Sends the event of an attempt again. */
export function resend({ api }: Signed, webhook: string, delivery: string): Promise<unknown> {
  return api.json(`${one(webhook)}/deliveries/${encodeURIComponent(delivery)}/resend`, { method: 'POST' });
}
