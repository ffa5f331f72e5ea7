import { describe, expect, it } from 'vitest';
import type { Session } from '../session/session.ts';
import { destinationsOf } from './navigation.ts';

const places = (organization: string, roles: string[], operator: boolean): string[] =>
  destinationsOf({ organization, session: { roles, operator } as unknown as Session }).map(({ to }) => to);

describe('the menu', () => {
  it('has an organisation’s screens in an organisation, also for who runs the platform', () => {
    expect(places('ten_1', ['auditor'], true)).toContain('/$org/keys');
    expect(places('ten_1', ['auditor'], true).filter((to) => to.startsWith('/-'))).toEqual([]);
  });

  it('has what a role may run, where no organisation is', () => {
    expect(places('-', ['platform_operator'], true)).toContain('/-/tenants');
    expect(places('-', ['capacity_operator'], true)).toEqual(['/-', '/-/deployments', '/-/sites', '/-/registry']);
    expect(places('-', ['publisher'], true)).toEqual(['/-', '/-/registry']);
  });

  it('has only a beginning for who runs nothing', () => {
    expect(places('-', [], false)).toEqual(['/-']);
  });
});
