import type { components } from '../api/generated/platform';

type Schemas = components['schemas'];

/** The operator's contract's shapes by the names that the console uses. */
export type Tenant = Schemas['Tenant'];
export type CreatedTenant = Schemas['CreatedTenant'];
export type NewTenant = Schemas['NewTenant'];
export type EncryptionKey = Schemas['EncryptionKey'];
export type IdentityProvider = Schemas['IdentityProvider'];
export type Invite = Schemas['Invite'];
export type SignupCode = Schemas['SignupCode'];
export type Limit = Schemas['Limit'];
export type TenantProject = Schemas['Project'];
export type Site = Schemas['Site'];
export type Node = Schemas['Node'];
export type Deployment = Schemas['Deployment'];
export type NewDeployment = Schemas['NewDeployment'];
export type Replica = Schemas['Replica'];
export type EngineLog = Schemas['EngineLog'];
export type ModelFamily = Schemas['Model'];
export type ModelVersion = Schemas['ModelVersion'];
export type UndeliveredMail = Schemas['UndeliveredMail'];
export type Operator = Schemas['Operator'];
export type OperatorRole = Schemas['OperatorRole'];
export type Explanation = Schemas['Explanation'];

/** Whether this process may be given work, and why not. */
export interface Health {
  status: 'UP' | 'DOWN';
  reasons: Explanation[];
}

/** One change, as the audit log tells it; what it was about is under a name that is its type. */
export interface AuditEvent {
  id: string;
  type: string;
  effective_at: number;
  actor: {
    type: 'session' | 'api_key' | 'operator';
    operator?: { id: string };
    api_key?: { id: string };
    session: { ip_address: string; user_agent: string; user?: { id: string; email: string } };
  };
  outcome: 'done' | 'refused' | 'failed' | 'attempted';
  code: string | null;
  request: string | null;
  before: unknown;
  after: unknown;
}
