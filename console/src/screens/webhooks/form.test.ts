import { describe, expect, it } from 'vitest';
import type { WebhookDelivery } from '../../api/types.ts';
import { fits, looksCallable, newForm, stateOf, toWebhook } from './form.ts';

describe('an endpoint’s form', () => {
  it('takes addresses of https without a user', () => {
    expect(looksCallable(' https://hooks.example.kr/hanok ')).toBe(true);
    for (const url of ['', 'hooks.example.kr', 'http://hooks.example.kr', 'https://user@hooks.example.kr', 'https://']) {
      expect(looksCallable(url), url).toBe(false);
    }
  });

  it('is sent when nothing is missing, without blanks around', () => {
    const form = { ...newForm, name: ' 장부 ', url: ' https://hooks.example.kr ' };
    expect(fits(form)).toBe(true);
    expect(toWebhook(form)).toEqual({ name: '장부', url: 'https://hooks.example.kr', event_types: ['response.completed', 'batch.completed'] });
    expect(fits({ ...form, events: [] })).toBe(false);
    expect(fits({ ...form, name: ' ' })).toBe(false);
  });
});

describe('an attempt', () => {
  const of = (delivered: boolean, next: number | null) => stateOf({ delivered, next_attempt_at: next } as WebhookDelivery);

  it('was taken, is made again, or was the last', () => {
    expect(of(true, null)).toBe('taken');
    expect(of(false, 1_795_946_400)).toBe('again');
    expect(of(false, null)).toBe('given_up');
  });
});
