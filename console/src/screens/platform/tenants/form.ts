import { lines, looksLikeRange } from '../../keys/form.ts';
import type { NewTenant, Tenant } from '../../../platform/types.ts';

/** What is asked when a tenant is made; texts as they are typed. */
export interface TenantForm {
  name: string;
  isolation: Tenant['isolation'];
  n2sf: Tenant['n2sf'];
  countries: string;
  creditLimitWon: number;
  networks: string;
  cluster: string;
  owner: string;
}

/** A company in the shared pool, of this country. */
export const emptyForm: TenantForm = {
  name: '',
  isolation: 'SHARED',
  n2sf: 'O',
  countries: 'KR',
  creditLimitWon: 1_000_000,
  networks: '',
  cluster: '',
  owner: '',
};

/** What a form becomes with another isolation: a shared tenant's data is open, a dedicated one's is sensitive where nobody says otherwise. */
export function isolated(form: TenantForm, isolation: Tenant['isolation']): TenantForm {
  return { ...form, isolation, n2sf: isolation === 'SHARED' ? 'O' : 'S', cluster: isolation === 'SHARED' ? '' : form.cluster };
}

/** Codes of countries (ISO 3166-1 alpha-2) as they were typed. */
export function countriesOf(text: string): string[] {
  return lines(text).map((code) => code.toUpperCase());
}

/** Whether every code could be a country's, and there is one. */
export function areCountries(text: string): boolean {
  const codes = countriesOf(text);
  return codes.length > 0 && codes.every((code) => /^[A-Z]{2}$/.test(code));
}

/** What of ranges of addresses is none; the control plane decides what it takes. */
export function wrongRanges(text: string): string[] {
  return lines(text).filter((range) => !looksLikeRange(range));
}

/** Whether it can be sent. */
export function isWhole(form: TenantForm): boolean {
  return form.name.trim() !== '' && areCountries(form.countries) && wrongRanges(form.networks).length === 0 && form.creditLimitWon >= 0;
}

/** The form as the API takes it. */
export function toNewTenant(form: TenantForm): NewTenant {
  const networks = lines(form.networks);
  return {
    name: form.name.normalize('NFC').trim(),
    isolation: form.isolation,
    n2sf: form.n2sf,
    allowedJurisdictions: [...new Set(countriesOf(form.countries))],
    creditLimitWon: form.creditLimitWon,
    ...(networks.length === 0 ? {} : { allowedNetworks: networks }),
    ...(form.cluster.trim() === '' ? {} : { cluster: form.cluster.trim() }),
  };
}

/** An agency's data has a class above open; a company's is open. */
export function kindOf({ n2sf }: Pick<Tenant, 'n2sf'>): 'business' | 'government' {
  return n2sf === 'O' ? 'business' : 'government';
}
