import type { Session } from './session.ts';

/** What somebody may do, in the words of the control plane's permissions. It decides what is shown; the control plane decides what is done. */
export type Right =
  | 'inference'
  | 'models:read'
  | 'keys:read'
  | 'keys:write'
  | 'files:read'
  | 'files:write'
  | 'responses:read'
  | 'responses:write'
  | 'batches:read'
  | 'batches:write'
  | 'webhooks:read'
  | 'webhooks:write'
  | 'usage:read'
  | 'invoices:read'
  | 'limits:read'
  | 'limits:write'
  | 'data_retention:read'
  | 'data_retention:write'
  | 'receipts:read'
  | 'requests:read'
  | 'members:read'
  | 'members:write'
  | 'projects:write'
  | PlatformRight;

/** What somebody may do who runs the platform. */
type PlatformRight =
  | 'platform.tenants:read'
  | 'platform.tenants:write'
  | 'platform.key_material:read'
  | 'platform.key_material:write'
  | 'platform.audit:read'
  | 'platform.sites:read'
  | 'platform.sites:write'
  | 'platform.registry:read'
  | 'platform.deployments:read'
  | 'platform.deployments:write'
  | 'platform.operators:read'
  | 'platform.operators:write';

const everything: readonly Right[] = [
  'inference', 'models:read', 'keys:read', 'keys:write', 'files:read', 'files:write', 'responses:read', 'responses:write', 'batches:read', 'batches:write', 'webhooks:read', 'webhooks:write',
  'usage:read', 'invoices:read', 'limits:read', 'limits:write', 'data_retention:read', 'data_retention:write',
  'receipts:read', 'requests:read', 'members:read', 'members:write', 'projects:write',
];

const rights: Record<string, readonly Right[]> = {
  owner: everything,
  admin: everything,
  developer: [
    'inference', 'models:read', 'keys:read', 'keys:write', 'files:read', 'files:write', 'responses:read', 'responses:write', 'batches:read', 'batches:write', 'webhooks:read', 'webhooks:write', 'usage:read', 'limits:read', 'data_retention:read',
    'receipts:read', 'requests:read', 'members:read',
  ],
  billing_viewer: ['models:read', 'usage:read', 'invoices:read', 'limits:read'],
  privacy_officer: ['models:read', 'receipts:read', 'requests:read', 'members:read', 'data_retention:read', 'data_retention:write'],
  auditor: ['models:read', 'keys:read', 'usage:read', 'invoices:read', 'limits:read', 'data_retention:read', 'receipts:read', 'requests:read', 'members:read'],
  platform_operator: [
    'platform.tenants:read', 'platform.tenants:write', 'platform.key_material:read', 'platform.key_material:write',
    'platform.audit:read', 'platform.sites:read', 'platform.sites:write', 'platform.registry:read', 'platform.deployments:read',
    'platform.deployments:write', 'platform.operators:read', 'platform.operators:write', 'requests:read',
  ],
  capacity_operator: ['platform.sites:read', 'platform.sites:write', 'platform.registry:read', 'platform.deployments:read', 'platform.deployments:write'],
  publisher: ['platform.registry:read'],
  // Somebody in the projects they were put into, and nobody elsewhere.
  member: [
    'inference', 'models:read', 'keys:read', 'keys:write', 'files:read', 'files:write', 'responses:read', 'responses:write', 'batches:read', 'batches:write', 'webhooks:read', 'webhooks:write', 'usage:read',
    'receipts:read', 'requests:read',
  ],
};

/** Whether one of the person's roles has a right. */
export function may(session: Session, right: Right): boolean {
  return session.roles.some((role) => rights[role]?.includes(right) && (role !== 'member' || session.projects.length > 0));
}
