import type { Deployment, Explanation, Health, Node, Replica, Site, Tenant } from '../../../platform/types.ts';

/** What is known now; what the operator may not see, or did not arrive, is left out. */
export interface Seen {
  health?: Health | undefined;
  tenants?: Tenant[] | undefined;
  sites?: Site[] | undefined;
  nodes?: Node[] | undefined;
  deployments?: Deployment[] | undefined;
  replicas?: Replica[] | undefined;
  undelivered?: number | undefined;
}

/** Something that somebody has to look at. */
export type Problem =
  | { what: 'not_ready'; reason: Explanation }
  | { what: 'node_silent'; node: Node }
  | { what: 'deployment_failed'; deployment: Deployment }
  | { what: 'deployment_waits'; deployment: Deployment }
  | { what: 'replica_unwell'; deployment: Deployment; replica: Replica }
  | { what: 'tenant_moving'; tenant: Tenant }
  | { what: 'mail'; count: number }
  | { what: 'no_site' }
  | { what: 'no_deployment' };

/** What keeps people from being served, or will; the gravest first. */
export function problemsIn({ health, tenants, sites, nodes, deployments, replicas, undelivered }: Seen): Problem[] {
  const byDeployment = new Map(replicas?.map((replica) => [replica.deployment, replica]));
  const problems: Problem[] = [
    ...(health?.reasons ?? []).map((reason): Problem => ({ what: 'not_ready', reason })),
    ...(deployments ?? []).flatMap((deployment): Problem[] => {
      const replica = byDeployment.get(deployment.id);
      if (deployment.state === 'failed') {
        return [{ what: 'deployment_failed', deployment }];
      }
      if (deployment.state === 'pending' || deployment.state === 'starting') {
        return [{ what: 'deployment_waits', deployment }];
      }
      return deployment.state === 'ready' && replica !== undefined && !replica.healthy ? [{ what: 'replica_unwell', deployment, replica }] : [];
    }),
    ...(nodes ?? []).filter(({ fresh }) => !fresh).map((node): Problem => ({ what: 'node_silent', node })),
    ...(tenants ?? []).filter(({ state }) => state === 'provisioning' || state === 'removing').map((tenant): Problem => ({ what: 'tenant_moving', tenant })),
  ];
  if (undelivered !== undefined && undelivered > 0) {
    problems.push({ what: 'mail', count: undelivered });
  }
  if (sites?.length === 0) {
    problems.push({ what: 'no_site' });
  } else if (deployments?.length === 0) {
    problems.push({ what: 'no_deployment' });
  }
  return problems;
}
