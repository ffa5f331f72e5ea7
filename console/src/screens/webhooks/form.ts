import type { Webhook, WebhookDelivery, WebhookEventType } from '../../api/types.ts';
import type { NewWebhook } from './queries.ts';

/** What an endpoint's form holds. */
export interface WebhookForm {
  name: string;
  url: string;
  events: string[];
}

export const newForm: WebhookForm = { name: '', url: '', events: ['response.completed', 'batch.completed'] };

/** An existing endpoint's settings. */
export function formOf({ name, url, event_types }: Webhook): WebhookForm {
  return { name, url, events: event_types };
}

/** Whether a text is an address that could be called; the control plane decides whether it may. */
export function looksCallable(url: string): boolean {
  try {
    const { protocol, username, password } = new URL(url.trim());
    return protocol === 'https:' && username === '' && password === '';
  } catch {
    return false;
  }
}

/** Whether there is something in every field. */
export function fits({ name, url, events }: WebhookForm): boolean {
  return name.trim() !== '' && looksCallable(url) && events.length > 0;
}

/** As it is sent. */
export function toWebhook({ name, url, events }: WebhookForm): NewWebhook {
  return { name: name.trim(), url: url.trim(), event_types: events as WebhookEventType[] };
}

/** How an attempt went. */
export type DeliveryState = 'taken' | 'again' | 'given_up';

export function stateOf({ delivered, next_attempt_at }: WebhookDelivery): DeliveryState {
  if (delivered) {
    return 'taken';
  }
  return next_attempt_at === null ? 'given_up' : 'again';
}
