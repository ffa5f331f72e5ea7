import type { ApiKey, KeyChanges, NewKey } from '../../api/types.ts';
import type { KeyLimits } from './queries.ts';

/** What a key's form holds; numbers are text until they are sent. */
export interface KeyForm {
  name: string;
  /** Seconds from now, as text; `never`, or `keep` where an existing key's end stays. */
  expiry: string;
  models: string[];
  endpoints: string[];
  access: 'read' | 'read_write';
  /** One address or range a line. */
  ips: string;
  requestsPerMinute: string;
  tokensPerMinute: string;
  wonPerMonth: string;
}

const DAY = 86_400;

/** What is chosen at first for a new key. */
export const DEFAULT_EXPIRY = String(90 * DAY);

export const expiries = [7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];

export const newForm: KeyForm = {
  name: '',
  expiry: DEFAULT_EXPIRY,
  models: [],
  endpoints: [],
  access: 'read_write',
  ips: '',
  requestsPerMinute: '',
  tokensPerMinute: '',
  wonPerMonth: '',
};

/** An existing key's settings. */
export function formOf(key: ApiKey, limits: KeyLimits): KeyForm {
  return {
    name: key.name,
    expiry: 'keep',
    models: key.scopes?.models ?? [],
    endpoints: key.scopes?.endpoints ?? [],
    access: key.scopes?.access ?? 'read_write',
    ips: key.allowed_ips.join('\n'),
    requestsPerMinute: limits.requestsPerMinute?.toString() ?? '',
    tokensPerMinute: limits.tokensPerMinute?.toString() ?? '',
    wonPerMonth: limits.wonPerMonth?.toString() ?? '',
  };
}

/** Addresses as they were typed, one each. */
export function lines(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

/** Whether a text is an address or a range; the control plane decides what it takes. */
export function looksLikeRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const isV4 = /^(\d{1,3}\.){3}\d{1,3}$/.test(address) && address.split('.').every((part) => Number(part) < 256);
  const isV6 = address.includes(':') && /^[0-9a-fA-F:.]+$/.test(address);
  const bitsFit = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isV4 ? 32 : 128));
  return rest.length === 0 && bitsFit && (isV4 || isV6);
}

/** The form as the API takes it for a new key. */
export function toNewKey(form: KeyForm): NewKey {
  return {
    name: form.name.normalize('NFC').trim(),
    expires_in_seconds: form.expiry === 'never' ? null : Number(form.expiry),
    scopes: scopes(form),
    allowed_ips: lines(form.ips),
  } as NewKey;
}

/** The form as the API takes it for an existing key: an end that is kept is not said. */
export function toChanges(form: KeyForm): KeyChanges {
  return {
    name: form.name.normalize('NFC').trim(),
    ...(form.expiry === 'keep' ? {} : { expires_in_seconds: form.expiry === 'never' ? null : Number(form.expiry) }),
    scopes: scopes(form),
    allowed_ips: lines(form.ips),
  } as KeyChanges;
}

/** The limits of a form; an empty field is no limit. */
export function limitsOf(form: KeyForm): KeyLimits {
  const number = (text: string): number | null => (/^\d+$/.test(text.trim()) ? Number(text) : null);
  return {
    requestsPerMinute: number(form.requestsPerMinute),
    tokensPerMinute: number(form.tokensPerMinute),
    wonPerMonth: number(form.wonPerMonth),
  };
}

function scopes(form: KeyForm): Record<string, unknown> {
  return { models: form.models, endpoints: form.endpoints, access: form.access };
}

export type KeyState = 'active' | 'replaced' | 'expiring' | 'lost_soon' | 'expired' | 'revoked';

const SOON = 7 * DAY;

/** How a key stands at an instant, Unix seconds. */
export function stateOf(key: ApiKey, now: number): KeyState {
  if (key.revoked_at !== null) {
    return 'revoked';
  }
  if (key.expires_at !== null && key.expires_at <= now) {
    return 'expired';
  }
  if (key.replaced_by !== null) {
    return 'replaced';
  }
  if (key.lost_unless_used_by !== null) {
    return 'lost_soon';
  }
  return key.expires_at !== null && key.expires_at - now < SOON ? 'expiring' : 'active';
}
