import type { components as Inference } from './generated/inference';
import type { components as Platform } from './generated/platform';

type Schemas = Inference['schemas'];

/** The contracts' shapes by the names that the console uses. */
export type Model = Schemas['Model'];
export type ApiKey = Schemas['OrganizationKey'];
export type IssuedKey = Schemas['IssuedOrganizationKey'];
export type NewKey = Schemas['NewProjectKey'];
export type KeyChanges = Schemas['KeyChanges'];
export type KeyScopes = Schemas['KeyScopes'];
export type Batch = Schemas['Batch'];
export type StoredFile = Schemas['File'];
export type Upload = Schemas['Upload'];
export type StoredChat = Schemas['StoredChatCompletion'];
export type StoredResponse = Schemas['Response'];
export type ResponseItem = Schemas['ResponseItem'];
export type Conversation = Schemas['Conversation'];
export type Webhook = Schemas['WebhookEndpoint'];
export type WebhookWithSecret = Schemas['WebhookEndpointWithSecret'];
export type WebhookEventType = Schemas['WebhookEventType'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type WebhookTest = Schemas['WebhookEndpointTest'];
export type RateLimit = Schemas['RateLimit'];
export type DataRetention = Schemas['DataRetention'];
export type DataRetentionUpdate = Schemas['DataRetentionUpdate'];
export type SpendLimit = Schemas['SpendLimit'];
export type Limit = Schemas['Limit'];
export type Project = Schemas['OrganizationProject'];
export type ProjectUser = Schemas['ProjectUser'];
export type Member = Schemas['OrganizationUser'];
export type Invite = Schemas['OrganizationInvite'];
export type MemberRole = Member['role'];
export type InvoicePreview = Schemas['InvoicePreview'];
export type LoggedReceipt = Schemas['LoggedReceipt'];
export type ReceiptLog = Schemas['ReceiptLog'];
export type Leaf = Schemas['Leaf'];
export type SignupPolicy = Platform['schemas']['SignupPolicy'];
export type NewSignup = Platform['schemas']['NewSignup'];
export type Signup = Platform['schemas']['Signup'];
export type RequestRecord = Platform['schemas']['Request'];

/** A row of usage; ids are null unless it was grouped by them. */
export interface UsageRow {
  input_tokens: number;
  input_cached_tokens: number;
  output_tokens: number;
  num_model_requests: number;
  project_id: string | null;
  api_key_id: string | null;
  user_id: string | null;
  model: string | null;
}

/** A row of costs, won before tax. */
export interface CostRow {
  amount: { value: number; currency: 'krw' };
  line_item: string | null;
  model: string | null;
  project_id: string | null;
  api_key_id: string | null;
  user_id: string | null;
}

/** A span of time with its rows; times are Unix seconds, the end exclusive. */
export interface Bucket<R> {
  start_time: number;
  end_time: number;
  results: R[];
}

/** A page of buckets. */
export interface Report<R> {
  data: Bucket<R>[];
  has_more: boolean;
  next_page: string | null;
}
