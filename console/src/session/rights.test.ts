import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { may, type Right } from './rights.ts';
import type { Session } from './session.ts';

const golden = readFileSync(new URL('../../../api/src/test/resources/golden/permissions.txt', import.meta.url), 'utf8');

/** Columns of the control plane's matrix, in order. */
const COLUMNS = ['platform_operator', 'capacity_operator', 'publisher', 'owner', 'admin', 'developer', 'billing_viewer', 'privacy_officer', 'auditor'];

/** What the control plane lets a role do, by its golden file. */
function allowed(right: string): string[] {
  const row = golden.split('\n').find((line) => line.includes(` ${right} `));
  const marks = row?.split(new RegExp(` ${right} +`))[1]?.split(' ') ?? [];
  expect(marks.length, right).toBeGreaterThanOrEqual(COLUMNS.length);
  return COLUMNS.filter((_, index) => marks[index] === 'x');
}

const signedInAs = (role: string): Session => ({ roles: [role] }) as unknown as Session;

describe('what is shown to a role', () => {
  it.each<Right>([
    'inference', 'models:read', 'keys:read', 'keys:write', 'files:read', 'files:write', 'responses:read', 'responses:write',
    'batches:read', 'batches:write', 'webhooks:read', 'webhooks:write', 'usage:read', 'invoices:read', 'limits:read', 'limits:write', 'data_retention:read', 'data_retention:write',
    'receipts:read', 'requests:read', 'members:read', 'members:write', 'projects:write',
    'platform.tenants:read', 'platform.tenants:write', 'platform.key_material:read', 'platform.key_material:write',
    'platform.audit:read', 'platform.sites:read', 'platform.sites:write', 'platform.registry:read', 'platform.deployments:read',
    'platform.deployments:write', 'platform.operators:read', 'platform.operators:write',
  ])('is what the control plane lets it do: %s', (right) => {
    expect(COLUMNS.filter((role) => may(signedInAs(role), right))).toEqual(allowed(right));
  });

  it('is nothing for a member who is in no project', () => {
    const member = { roles: ['member'], projects: [] as Session['projects'] } as unknown as Session;
    expect(may(member, 'inference')).toBe(false);
    expect(may({ ...member, projects: [{ id: 'proj_1', name: '상담' }] }, 'inference')).toBe(true);
  });

  it('is nothing for a role nobody knows', () => {
    expect(may(signedInAs('janitor'), 'models:read')).toBe(false);
  });
});
