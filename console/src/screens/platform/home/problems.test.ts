import { describe, expect, it } from 'vitest';
import type { Deployment, Node, Replica, Site, Tenant } from '../../../platform/types.ts';
import { problemsIn, type Seen } from './problems.ts';

const deployment = (id: string, state: Deployment['state']): Deployment => ({ id, name: id, state }) as Deployment;
const replica = (of: string, healthy: boolean): Replica => ({ deployment: of, healthy }) as Replica;
const well: Seen = {
  health: { status: 'UP', reasons: [] },
  tenants: [{ id: 'ten_1', state: 'active' }, { id: 'ten_2', state: 'suspended' }] as Tenant[],
  sites: [{ id: 'site_1' }] as Site[],
  nodes: [{ id: 'node_1', fresh: true }] as Node[],
  deployments: [deployment('dep_1', 'ready')],
  replicas: [replica('dep_1', true)],
  undelivered: 0,
};
const whats = (seen: Seen): string[] => problemsIn(seen).map(({ what }) => what);

describe('what has to be looked at', () => {
  it('is nothing when all is well, and nothing of what is not known', () => {
    expect(whats(well)).toEqual([]);
    expect(whats({})).toEqual([]);
  });

  it('is what keeps people from being served, the gravest first', () => {
    expect(
      whats({
        ...well,
        health: { status: 'DOWN', reasons: [{ code: 'cassandra_unreachable', messages: { ko: '', en: '' } }] },
        nodes: [{ id: 'node_1', fresh: false }] as Node[],
        deployments: [deployment('a', 'failed'), deployment('b', 'starting'), deployment('c', 'ready'), deployment('d', 'stopping')],
        replicas: [replica('c', false)],
        tenants: [{ id: 'ten_1', state: 'provisioning' }] as Tenant[],
        undelivered: 3,
      }),
    ).toEqual(['not_ready', 'deployment_failed', 'deployment_waits', 'replica_unwell', 'node_silent', 'tenant_moving', 'mail']);
  });

  it('is the first thing to make where there is nothing', () => {
    expect(whats({ ...well, sites: [], deployments: [] })).toEqual(['no_site']);
    expect(whats({ ...well, deployments: [] })).toEqual(['no_deployment']);
  });

  it('does not blame a deployment whose replica another machine sees', () => {
    expect(whats({ ...well, replicas: [] })).toEqual([]);
  });
});
