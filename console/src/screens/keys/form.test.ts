import { describe, expect, it } from 'vitest';
import type { ApiKey } from '../../api/types.ts';
import { formOf, limitsOf, lines, looksLikeRange, newForm, stateOf, toChanges, toNewKey } from './form.ts';

const key = {
  name: '운영',
  expires_at: null,
  revoked_at: null,
  replaced_by: null,
  lost_unless_used_by: null,
  allowed_ips: ['203.0.113.0/24'],
  scopes: { models: ['m'], endpoints: [], access: 'read' },
} as unknown as ApiKey;

const none = { requestsPerMinute: null, tokensPerMinute: null, wonPerMonth: null };

describe('a key’s form', () => {
  it('becomes a new key with every choice in it, its name in one Unicode form', () => {
    const form = { ...newForm, name: ' 운영 '.normalize('NFD'), expiry: 'never', models: ['m'], ips: '10.0.0.1, ::1\n' };
    expect(toNewKey(form)).toEqual({
      name: '운영',
      expires_in_seconds: null,
      scopes: { models: ['m'], endpoints: [], access: 'read_write' },
      allowed_ips: ['10.0.0.1', '::1'],
    });
  });

  it('does not touch the end of a key that is only renamed', () => {
    expect(toChanges({ ...formOf(key, none), name: '새 이름' })).toEqual({
      name: '새 이름',
      scopes: { models: ['m'], endpoints: [], access: 'read' },
      allowed_ips: ['203.0.113.0/24'],
    });
    expect(toChanges({ ...formOf(key, none), expiry: 'never' })).toMatchObject({ expires_in_seconds: null });
  });

  it('knows no limit from a limit of zero', () => {
    expect(limitsOf({ ...newForm, requestsPerMinute: '0' })).toEqual({ ...none, requestsPerMinute: 0 });
    expect(limitsOf({ ...newForm, wonPerMonth: 'x' })).toEqual(none);
  });

  it('knows addresses and ranges', () => {
    expect(lines('a b,c\n')).toEqual(['a', 'b', 'c']);
    expect(['203.0.113.0/24', '2001:db8::/32', '10.0.0.1'].every(looksLikeRange)).toBe(true);
    expect(['300.1.1.1', '10.0.0.1/33', 'example.kr', '10.0.0.1/8/8'].some(looksLikeRange)).toBe(false);
  });
});

describe('a key', () => {
  it.each([
    [{}, 'active'],
    [{ expires_at: 1000 + 86_400 }, 'expiring'],
    [{ expires_at: 1000 }, 'expired'],
    [{ replaced_by: 'key_2', expires_at: 2000 }, 'replaced'],
    [{ lost_unless_used_by: 5000 }, 'lost_soon'],
    [{ revoked_at: 900, expires_at: 100 }, 'revoked'],
  ])('with %j is %s', (differs, state) => {
    expect(stateOf({ ...key, ...differs }, 1000)).toBe(state);
  });
});
