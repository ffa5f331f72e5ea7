// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetToken, takeToken } from './token.ts';

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, '', '/console/invitations/accept');
});

describe('the token of an invitation', () => {
  it('is taken out of the address, and kept while its person signs in', () => {
    history.replaceState(null, '', '/console/invitations/accept#token=hki_abc-DEF_1');
    expect(takeToken()).toBe('hki_abc-DEF_1');
    expect(location.href).not.toContain('hki_');
    expect(takeToken()).toBe('hki_abc-DEF_1');
  });

  it('of a later mail replaces an earlier one', () => {
    history.replaceState(null, '', '#token=hki_first');
    takeToken();
    history.replaceState(null, '', '#token=hki_second');
    expect(takeToken()).toBe('hki_second');
  });

  it('is not there without a mail, nor once it was used', () => {
    expect(takeToken()).toBeNull();
    history.replaceState(null, '', '#token=hki_abc');
    takeToken();
    forgetToken();
    expect(takeToken()).toBeNull();
  });
});
