import { describe, expect, it } from 'vitest';
import { areCountries, emptyForm, isolated, isWhole, kindOf, toNewTenant, wrongRanges } from './form.ts';

describe('the form of a tenant', () => {
  it('is sent as the API takes it, and says nothing of what was left empty', () => {
    expect(toNewTenant({ ...emptyForm, name: '  달빛상담 '.normalize('NFD'), countries: 'kr, KR jp' })).toEqual({
      name: '달빛상담',
      isolation: 'SHARED',
      n2sf: 'O',
      allowedJurisdictions: ['KR', 'JP'],
      creditLimitWon: 1_000_000,
    });
  });

  it('takes a class, a cluster and networks along for a dedicated tenant', () => {
    const form = { ...isolated(emptyForm, 'DEDICATED'), name: '한빛청', cluster: ' seoul ', networks: '203.0.113.0/24\n2001:db8::/32' };
    expect(toNewTenant(form)).toMatchObject({ n2sf: 'S', cluster: 'seoul', allowedNetworks: ['203.0.113.0/24', '2001:db8::/32'] });
    expect(toNewTenant(isolated(form, 'SHARED'))).not.toHaveProperty('cluster');
    expect(toNewTenant(isolated(form, 'SHARED')).n2sf).toBe('O');
  });

  it('is whole with a name, a country and addresses that are some', () => {
    expect(isWhole(emptyForm)).toBe(false);
    expect(isWhole({ ...emptyForm, name: '달빛' })).toBe(true);
    expect(isWhole({ ...emptyForm, name: '달빛', countries: '' })).toBe(false);
    expect(isWhole({ ...emptyForm, name: '달빛', countries: 'KOR' })).toBe(false);
    expect(isWhole({ ...emptyForm, name: '달빛', networks: '10.0.0.0/99' })).toBe(false);
    expect(wrongRanges('10.0.0.1, nowhere')).toEqual(['nowhere']);
    expect(areCountries('대한민국')).toBe(false);
  });

  it('tells an agency by the class of its data', () => {
    expect(['O', 'S', 'C'].map((n2sf) => kindOf({ n2sf: n2sf as 'O' }))).toEqual(['business', 'government', 'government']);
  });
});
