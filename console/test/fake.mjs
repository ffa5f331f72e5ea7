// A small stand-in for the control plane, for looking at screens without one: the session and a few of the API's answers, made
// up. What the wire really looks like is tested against the real control plane.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { health, operator, platformAnswers } from './fake-platform.mjs';

const built = fileURLToPath(new URL('../target/classes/console/', import.meta.url));
const types = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.html': 'text/html; charset=utf-8' };

/** As strict as the control plane's. */
const POLICY = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; object-src 'none'";

const DAY = 86_400;
const now = () => Math.floor(Date.now() / 1000);

const session = (roles = ['owner']) => ({
  member: { id: 'mem_01', name: '김하늘', email: 'haneul@dalbit.example' },
  organization: { alias: 'dalbit', tenant: 'ten_01', name: '달빛상담', kind: 'shared', government: roles.includes('government') },
  organizations: [
    { alias: 'dalbit', name: '달빛상담' },
    { alias: 'sol', name: '솔숲연구소' },
  ],
  roles,
  operator: false,
  projects: [
    { id: 'proj_01', name: '상담 챗봇' },
    { id: 'proj_02', name: '문서 요약' },
  ],
  csrf: 'csrf-1',
  expires_at: new Date(Date.now() + 3_600_000).toISOString(),
});

const model = (id, owner, context, capabilities, price) => ({
  id,
  object: 'model',
  created: now() - 40 * DAY,
  owned_by: owner,
  license: { Upstage: 'Apache-2.0', 'LG AI연구원': 'EXAONE AI Model License 1.2', 'SK텔레콤': 'Apache-2.0' }[owner] ?? null,
  context_length: context,
  capabilities,
  supported_parameters: ['temperature', 'top_p', 'max_completion_tokens', 'stop', 'seed', 'tools', 'response_format'],
  digest: createHash('sha256').update(id).digest('hex'),
  residency: { country: 'KR', site: '서울 1센터', operator: '한옥클라우드' },
  pricing: price && { currency: 'KRW', input: price[0], cached: price[1], output: price[2] },
});

const models = [
  model('solar-pro-22b', 'Upstage', 32768, ['chat', 'completions', 'tools', 'json_schema'], ['0.0006', '0.0003', '0.0018']),
  model('exaone-4-32b', 'LG AI연구원', 131072, ['chat', 'tools', 'parallel_tools', 'json_schema', 'reasoning'], ['0.0009', '0.00045', '0.0027']),
  model('ax-4-light', 'SK텔레콤', 16384, ['chat'], ['0.0002', '0.0001', '0.0006']),
  model('korean-embed-small', '한옥', 512, ['embeddings'], ['0.00002', '0.00002', '0']),
];

const key = (id, name, more = {}) => ({
  object: 'organization.project.api_key',
  id,
  name,
  redacted_value: `hk_${id.slice(4)}_****`,
  created_at: now() - 20 * DAY,
  last_used_at: now() - 300,
  expires_at: now() + 70 * DAY,
  owner: {},
  scopes: { models: [], endpoints: [], access: 'read_write' },
  allowed_ips: [],
  labels: {},
  replaced_by: null,
  revoked_at: null,
  lost_unless_used_by: null,
  ...more,
});

const keys = [
  key('key_01JD0A0000000000000001', '운영 서버'),
  key('key_01JD0A0000000000000002', '야간 배치', { expires_at: now() + 3 * DAY, scopes: { models: ['solar-pro-22b'], endpoints: ['chat'], access: 'read_write' } }),
  key('key_01JD0A0000000000000003', '대시보드', { scopes: { models: [], endpoints: [], access: 'read' }, allowed_ips: ['203.0.113.0/24'], last_used_at: null, expires_at: null }),
  key('key_01JD0A0000000000000004', '옛 키', { revoked_at: now() - DAY }),
];

const list = (data) => ({ object: 'list', data, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null, has_more: false });

const counts = (total, completed, failed) => ({ total, completed, failed });
const batch = (number, more) => ({
  id: `batch_01JD000000000000000000000${number}`, object: 'batch', endpoint: '/v1/chat/completions', errors: null, input_file_id: `file-01JD000000000000000000000${number}`,
  completion_window: '24h', output_file_id: null, error_file_id: null, created_at: now() - number * 7_200, in_progress_at: now() - number * 7_200 + 4, expires_at: now() - number * 7_200 + DAY,
  finalizing_at: null, completed_at: null, failed_at: null, expired_at: null, cancelling_at: null, cancelled_at: null, metadata: {},
  usage: { input_tokens: 182_000, input_tokens_details: { cached_tokens: 0 }, output_tokens: 96_400, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 278_400 }, ...more,
});
const batches = [
  batch(1, { status: 'in_progress', request_counts: counts(50_000, 18_432, 3) }),
  batch(2, { status: 'completed', request_counts: counts(1_200, 1_198, 2), output_file_id: 'file-01JD0000000000000000000012', error_file_id: 'file-01JD0000000000000000000013', completed_at: now() - 9_000 }),
  batch(3, {
    status: 'failed', request_counts: counts(0, 0, 0), failed_at: now() - 21_590,
    errors: { object: 'list', data: [{ code: 'invalid_json_line', message: '이 줄은 UTF-8로 인코딩한 JSON 객체가 아닙니다.', param: null, line: 17 }] },
  }),
];

const fileId = (number) => `file-01JD0000000000000000000${String(number).padStart(3, '0')}`;
const stored = (number, filename, purpose, bytes, expires = now() + 27 * DAY) => ({
  id: fileId(number), object: 'file', bytes, created_at: now() - number * 11_000, expires_at: expires, filename, purpose, status: 'processed',
});
const files = [
  stored(1, '민원 분류 11월.jsonl', 'batch', 4_812_331),
  stored(2, 'batch_01JD0000000000000000000002_output.jsonl', 'batch_output', 12_502_118),
  stored(3, '상담 매뉴얼 2026 하반기 개정판 (최종).pdf', 'user_data', 734_003_200, null),
  stored(4, '로고.png', 'vision', 812, now() + 3_000),
];

const chat = (number, content, more = {}) => ({
  id: `chatcmpl-01JD000000000000000000000${number}`, object: 'chat.completion', created: now() - number * 4_100, model: models[number % 2].id,
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 31 * number, completion_tokens: 42 + number, total_tokens: 73 * number, prompt_tokens_details: { cached_tokens: number } }, metadata: {}, ...more,
});
const chats = [
  chat(1, '환불은 결제일부터 7일 안에 신청하실 수 있습니다. 신청하신 뒤 영업일 기준 3일 안에 결제하신 수단으로 돌려 드리며, 부분 환불은 상담원이 따로 안내해 드립니다. <b>굵게</b> 표시되지 않는 글자입니다.', { metadata: { 팀: '고객지원', 채널: '웹' } }),
  chat(2, null, { choices: [{ index: 0, message: { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'find_order', arguments: '{"order":"2026-1129-0042","with":["payments"]}' } }] }, finish_reason: 'tool_calls' }] }),
  chat(3, '서울입니다.'),
];
const messages = [
  { id: `${chats[0].id}-0`, role: 'system', content: '당신은 달빛상담의 상담원입니다. 정중하게 답해 주세요.', content_parts: null },
  { id: `${chats[0].id}-1`, role: 'user', content: null, content_parts: [{ type: 'text', text: '환불은 언제까지 되나요?\n영수증 사진을 첨부합니다.' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(40_000)}` } }] },
];

const keptResponse = {
  id: 'resp_01JD0000000000000000000001', object: 'response', created_at: now() - 900, completed_at: now() - 890, status: 'incomplete', background: true, error: null, incomplete_details: { reason: 'max_output_tokens' },
  instructions: '주문 번호가 있으면 도구로 먼저 찾아 주세요.', max_output_tokens: 64, max_tool_calls: null, model: 'solar-pro-22b', parallel_tool_calls: true, previous_response_id: 'resp_01JD0000000000000000000000',
  conversation: { id: 'conv_01JD0000000000000000000001' }, store: true, text: {}, tool_choice: 'auto', tools: [], truncation: 'disabled', metadata: { 팀: '고객지원' },
  output: [
    { type: 'reasoning', id: 'rs_1', summary: [], content: [{ type: 'reasoning_text', text: '주문 번호가 있으니 도구를 부른다.' }] },
    { type: 'function_call', id: 'fc_1', call_id: 'call_9', name: 'find_order', arguments: '{"order":"2026-1129-0042"}', status: 'completed' },
    { type: 'message', id: 'msg_1', role: 'assistant', status: 'incomplete', content: [{ type: 'output_text', text: '주문하신 상품은 오늘 오전에 출고되었으며, 내일 오후에', annotations: [] }] },
  ],
  usage: { input_tokens: 512, input_tokens_details: { cached_tokens: 128 }, output_tokens: 64, output_tokens_details: { reasoning_tokens: 12 }, total_tokens: 576 },
};
const keptItems = [
  { type: 'message', id: 'msg_0', role: 'user', content: [{ type: 'input_text', text: '주문 2026-1129-0042는 어디쯤 왔나요?' }] },
  { type: 'function_call_output', id: 'fo_1', call_id: 'call_9', output: '{"state":"shipped","at":"2026-11-29T08:12:00+09:00"}' },
];

const webhooks = [
  {
    object: 'webhook_endpoint', id: 'hook_01JD0000000000000000000001', name: '장부 서버', url: 'https://hooks.example.kr/hanok', event_types: ['response.completed', 'batch.completed'],
    created_at: now() - 9 * DAY, updated_at: now() - DAY, signing_secret_hint: 'whsec_...Q2vT', enabled: true, disabled_because: null, old_secret_until: null,
  },
  {
    object: 'webhook_endpoint', id: 'hook_01JD0000000000000000000002', name: '옛 알림', url: 'https://old.example.kr/', event_types: ['batch.failed'],
    created_at: now() - 30 * DAY, updated_at: now() - 2 * DAY, signing_secret_hint: 'whsec_...8sJw', enabled: false, disabled_because: 'gone', old_secret_until: null,
  },
];
const delivery = (attempt, more) => ({
  object: 'webhook_endpoint.delivery', id: `whd_01JD000000000000000000000${attempt}`, event_id: 'evt_01JD0000000000000000000001', type: 'response.completed',
  data_id: 'resp_01JD0000000000000000000001', attempt, delivered: false, status: null, error: null, duration_ms: 120, created_at: now() - 600 + attempt * 60, next_attempt_at: null, ...more,
});
const deliveries = [delivery(3, { delivered: true, status: 204 }), delivery(2, { error: 'timeout', next_attempt_at: now() - 420 }), delivery(1, { status: 503, next_attempt_at: now() - 480 })];

function report(query, result) {
  const width = { '1m': 60, '1h': 3600, '1d': DAY }[query.get('bucket_width') ?? '1d'];
  const start = Number(query.get('start_time'));
  const limit = Number(query.get('limit') ?? 7);
  const data = Array.from({ length: limit }, (_, index) => ({
    object: 'bucket',
    start_time: start + index * width,
    end_time: start + (index + 1) * width,
    results: start + index * width > now() ? [] : result(index),
  }));
  return { object: 'page', data, has_more: false, next_page: null };
}

const groups = { model: models.slice(0, 3).map(({ id }) => id), project_id: ['proj_01', 'proj_02'], api_key_id: keys.slice(0, 2).map(({ id }) => id), user_id: ['mem_01'] };

function usage(query) {
  const by = query.get('group_by');
  return report(query, (index) =>
    (groups[by] ?? [null]).map((id, order) => ({
      input_tokens: 12_000 * (order + 1) + 731 * ((index * 7) % 11),
      input_cached_tokens: 2_100,
      output_tokens: 5_400 * (order + 1) + 211 * ((index * 5) % 7),
      num_model_requests: 40 + ((index * 3) % 17),
      project_id: by === 'project_id' ? id : null,
      api_key_id: by === 'api_key_id' ? id : null,
      user_id: by === 'user_id' ? id : null,
      model: by === 'model' ? id : null,
    })),
  );
}

function costs(query) {
  const by = query.get('group_by');
  const ids = groups[by] ?? [null];
  return report(query, (index) =>
    ids.map((id, order) => ({ amount: { value: 120.25 * (order + 1) + index, currency: 'krw' }, line_item: null, model: by === 'model' ? id : null, project_id: by === 'project_id' ? id : null, api_key_id: by === 'api_key_id' ? id : null, user_id: by === 'user_id' ? id : null })),
  );
}

const invoice = (month) => ({
  object: 'invoice.preview',
  status: 'preview',
  month,
  period_start: `${month}-01T00:00:00+09:00`,
  period_end: `${month}-28T00:00:00+09:00`,
  as_of: new Date().toISOString(),
  currency: 'KRW',
  lines: [
    { model: 'solar-pro-22b', kind: 'input', quantity: 18_204_113, unit_nano_won: 600_000, exact_won: '10922.4678', won: 10_922 },
    { model: 'solar-pro-22b', kind: 'cached_input', quantity: 3_110_009, unit_nano_won: 300_000, exact_won: '933.0027', won: 933 },
    { model: 'solar-pro-22b', kind: 'output', quantity: 9_551_204, unit_nano_won: 1_800_000, exact_won: '17192.1672', won: 17_192 },
    { model: 'exaone-4-32b', kind: 'output', quantity: 1_002_330, unit_nano_won: 2_700_000, exact_won: '2706.291', won: 2_706 },
  ],
  supply_won: 31_753,
  vat_policy: 'exclusive_10',
  vat_won: 3_175,
  total_won: 34_928,
});

const member = (id, name, role) => ({ object: 'organization.user', id, name, email: `${id}@dalbit.example`, role, added_at: now() - 90 * DAY });
const members = [member('mem_01', '김하늘', 'owner'), member('mem_02', '이서준', 'developer'), member('mem_03', '박지우', 'billing_viewer'), member('mem_04', '최민서', 'member')];
const invites = [
  { object: 'organization.invite', id: 'inv_01', email: 'new@dalbit.example', role: 'developer', status: 'pending', created_at: now() - DAY, expires_at: now() + 6 * DAY, accepted_at: null, projects: [] },
];
const project = (id, name, status = 'active') => ({ object: 'organization.project', id, name, created_at: now() - 100 * DAY, archived_at: null, status });
const limits = [
  { object: 'limit', level: 'organization', id: null, model: '*', kind: 'spend_per_month', limit: 500_000, set_by: 'contract', used: 31_753, binds: true },
  { object: 'limit', level: 'organization', id: null, model: '*', kind: 'requests_per_minute', limit: 600, set_by: 'operator', used: 560, binds: false },
  { object: 'limit', level: 'project', id: 'proj_01', model: '*', kind: 'requests_per_minute', limit: 120, set_by: 'tenant', used: 41, binds: true },
];

const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const ORIGIN = '127.0.0.1/log/0123456789abcdef0123456789abcdef';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const typedKey = Buffer.concat([Buffer.of(1), publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)]);
const keyId = sha(Buffer.from(`${ORIGIN}\n`), typedKey).subarray(0, 4);
const receiptLog = { object: 'receipt_log', origin: ORIGIN, url: 'http://127.0.0.1/log/0123456789abcdef0123456789abcdef', vkey: `${ORIGIN}+${keyId.toString('hex')}+${typedKey.toString('base64')}` };

/** A log of two leaves, so that its proof has a hash. */
function receipt(id) {
  const opening = { v: 1, type: 'opening', requestId: id, attempt: 1, origin: ORIGIN, tenant: 'ten_01', project: 'proj_01', key: keys[0].id, model: { name: 'solar-pro-22b', version: 'mver_01JD0000000000000000000001', kind: 'stored', digest: models[0].digest }, deployment: 'dep_01', engine: 'vllm', site: { id: 'site_01', name: '서울 1센터', country: 'KR', operator: '한옥클라우드' }, residency: { allowed: true, reason: 'jurisdiction_allowed', policyVersion: '3' }, assurance: 'registry', promptHash: `hmac-sha256:${'3f'.repeat(32)}`, maxOutputTokens: 512, price: 'price_01', time: '2026-11-28T05:04:03.120Z', gateway: 'gateway-0' };
  const closing = { v: 1, type: 'closing', requestId: id, attempt: 1, openingLeaf: 'sha256:00', outcome: 'completed', usage: { inputTokens: 31, cachedTokens: 0, outputTokens: 42, estimated: false, partial: false }, costNanoWon: 94_200_000, outputHash: `hmac-sha256:${'a1'.repeat(32)}`, startedAt: '2026-11-28T05:04:03.120Z', endedAt: '2026-11-28T05:04:04.412Z' };
  const leaves = [opening, closing].map((said, index) => ({ salt: sha(Buffer.from(`salt${index}`)), receipt: Buffer.from(JSON.stringify(said)) }));
  const hashes = leaves.map(({ salt, receipt: bytes }) => sha(Buffer.of(0), sha(salt, bytes)));
  const root = sha(Buffer.of(1), hashes[0], hashes[1]);
  const checkpoint = `${ORIGIN}\n2\n${root.toString('base64')}\n`;
  const signature = Buffer.concat([keyId, sign(null, Buffer.from(checkpoint), privateKey)]).toString('base64');
  const leaf = (index) => ({ index, salt: leaves[index].salt.toString('base64'), receipt: leaves[index].receipt.toString('base64') });
  return {
    receipt: { object: 'receipt', id, status: 'logged', origin: ORIGIN, attempts: 1, opening: leaf(0), closing: leaf(1), amendment: null },
    proof: (index) => ['c2sp.org/tlog-proof@v1', `index ${index}`, hashes[1 - index].toString('base64'), '', checkpoint, `\u2014 ${ORIGIN} ${signature}`, ''].join('\n'),
  };
}

const record = (index) => {
  const ended = Date.now() - index * 47_000;
  const usage = { input_tokens: 31 + index * 7, input_cached_tokens: 0, input_image_tokens: 0, output_tokens: 42 + index * 13, output_reasoning_tokens: 0 };
  const attempt = { attempt: 1, outcome: index === 3 ? 'client_left' : 'completed', partial: index === 3, estimated: false, model: models[index % 3].id, deployment: 'dep_01', price: 'price_01', project: `proj_0${(index % 2) + 1}`, api_key: index % 4 === 1 ? null : keys[index % 2].id, member: index % 4 === 1 ? 'mem_02' : null, usage, cost_nano_won: 94_200_000, started_at: new Date(ended - 1_292 - index * 91).toISOString(), ended_at: new Date(ended).toISOString(), gateway: 'gateway-0' };
  return { object: 'request', id: `req_01JD00000000000000000000${String(99 - index).padStart(2, '0')}`, metadata: {}, usage, cost_nano_won: 94_200_000, cost_won: '0.0942', attempts: [attempt], amendments: [], decision: null, result: null };
};
const requests = Array.from({ length: 14 }, (_, index) => record(index));

function answerStream(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'x-receipt-id': 'req_01JD0000000000000000000000', 'x-residency': 'KR' });
  const words = '대한민국의 수도는 서울입니다. 한강을 끼고 있으며, 약 940만 명이 살고 있습니다.'.match(/.{1,3}/gu);
  let at = 0;
  const timer = setInterval(() => {
    if (at < words.length) {
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: words[at++] } }] })}\n\n`);
      return;
    }
    clearInterval(timer);
    response.end(`data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 14, completion_tokens: words.length } })}\n\n: x-cost-krw 0.0414\n\ndata: [DONE]\n\n`);
  }, 25);
  response.on('close', () => clearInterval(timer));
}

const failure = (code, ko, en) => ({ error: { message: ko, type: 'x', param: null, code, messages: { ko, en }, request_id: 'req_01' } });

/** Starts it; `state.roles`, `state.signedIn` and `state.operator` may be changed while it runs. */
export async function start(port, state = { roles: ['owner'], signedIn: true, operator: true }) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const json = (body, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const file = (path) => {
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream', 'content-security-policy': POLICY });
      createReadStream(path).pipe(response);
    };
    const asset = join(built, url.pathname.replace(/^\/console\//, ''));
    if (url.pathname.startsWith('/console/assets/') && existsSync(asset)) {
      return file(asset);
    }
    if (url.pathname === '/health/readiness') {
      return json(health);
    }
    const [, , who, what, ...rest] = url.pathname.split('/');
    if (what === 'session') {
      return state.signedIn ? json(who === '-' ? operator(state.operator) : session(state.roles)) : json(failure('no_session', '로그인해 주세요.', 'Please sign in.'), 401);
    }
    if (what !== 'api') {
      response.writeHead(200, { 'content-type': types['.html'], 'content-security-policy': POLICY });
      return response.end(readFileSync(join(built, 'index.html')));
    }
    if (!state.signedIn) {
      return json(failure('session_ended', '로그인이 만료되었습니다.', 'The session has ended.'), 401);
    }
    if (request.method !== 'GET' && request.headers['x-hanok-csrf'] !== 'csrf-1') {
      return json(failure('csrf', 'CSRF', 'CSRF'), 403);
    }
    const path = `/${rest.join('/')}`;
    const query = url.searchParams;
    const answers = [
      ...platformAnswers(query, request.method),
      [/^\/v1\/models$/, () => list(models)],
      [/^\/v1\/models\/(.+)$/, ([, id]) => models.find((one) => one.id === decodeURIComponent(id))],
      [/rate_limits$/, () => list([])],
      [/api_keys\/[^/]+\/spend_limit$/, () => undefined],
      [/^\/v1\/organization\/spend_limit$/, () => ({ object: 'x', threshold_amount: 500_000, currency: 'KRW', interval: 'month', enforcement: { status: 'inactive' } })],
      [/proj_01\/api_keys$/, () => (request.method === 'POST' ? { ...key('key_01JD0A0000000000000009', '새 키'), value: 'hk_01JD0A0000000000000009_3f8Kq2vTn7' } : list(keys))],
      [/api_keys$/, () => list([])],
      [/rotate$/, () => ({ ...key('key_01JD0A0000000000000009', '새 키'), value: 'hk_01JD0A0000000000000009_3f8Kq2vTn7' })],
      [/^\/v1\/batches$/, () => list(batches)],
      [/^\/v1\/files$/, () => list(files.filter(({ purpose }) => [null, purpose].includes(query.get('purpose'))))],
      [/^\/v1\/files\/([^/]+)$/, ([, id]) => files.find((one) => one.id === id)],
      [/^\/v1\/chat\/completions\/([^/]+)$/, ([, id]) => chats.find((one) => one.id === id)],
      [/^\/v1\/chat\/completions\/[^/]+\/messages$/, () => list(messages)],
      [/^\/v1\/responses\/([^/]+)$/, ([, id]) => (id === keptResponse.id ? keptResponse : undefined)],
      [/^\/v1\/responses\/[^/]+\/input_items$/, () => list(keptItems)],
      [/^\/v1\/conversations\/([^/]+)$/, ([, id]) => ({ id, object: 'conversation', created_at: now() - DAY, metadata: {} })],
      [/^\/v1\/conversations\/[^/]+\/items$/, () => list([...keptItems, ...keptResponse.output])],
      [/^\/v1\/organization\/data_retention$/, () => ({ object: 'organization.data_retention', type: 'none', responses_days: 7, conversations_days: 30, files_days: null, defaults: { responses_days: 30, conversations_days: 30, files_days: null } })],
      [/^\/v1\/webhook_endpoints$/, () => (request.method === 'POST' ? { ...webhooks[0], signing_secret: 'whsec_c2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXMtbm8tbW9yZQ==' } : list(webhooks))],
      [/^\/v1\/webhook_endpoints\/[^/]+\/deliveries$/, () => list(deliveries)],
      [/^\/v1\/organization\/usage\/completions$/, () => usage(query)],
      [/^\/v1\/organization\/costs$/, () => costs(query)],
      [/^\/(?:v1\/organization|platform\/v1\/tenants\/[^/]+)\/invoices\/preview$/, () => invoice(query.get('month'))],
      [/^\/v1\/organization\/limits$/, () => list(limits)],
      [/^\/v1\/organization\/users$/, () => list(members)],
      [/^\/v1\/organization\/invites$/, () => list(invites)],
      [/^\/v1\/organization\/projects$/, () => list([project('proj_01', '상담 챗봇'), project('proj_02', '문서 요약'), project('proj_03', '옛 실험', 'archived')])],
      [/^\/v1\/organization\/projects\/[^/]+\/users$/, () => list([{ ...members[3], role: 'member' }])],
      [/^\/platform\/v1\/requests$/, () => list(requests.filter(({ attempts: [{ model: name }] }) => [null, name].includes(query.get('model'))))],
      [/^\/v1\/receipts\/log$/, () => receiptLog],
      [/^\/v1\/receipts\/(req_[^.]+)$/, ([, id]) => receipt(id).receipt],
    ];
    if (path === '/v1/chat/completions') {
      return request.method === 'POST' ? answerStream(response) : json(list(chats));
    }
    if (path === '/platform/v1/requests/live') {
      // It ends, as the real one does after a while.
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return response.end(requests.toReversed().map((one) => `event: request\ndata: ${JSON.stringify(one)}\n\n`).join(''));
    }
    const proof = /^\/v1\/receipts\/(req_[^.]+)\.tlog-proof$/.exec(path);
    if (proof) {
      response.writeHead(200, { 'content-type': 'text/plain' });
      return response.end(receipt(proof[1]).proof(query.get('leaf') === 'opening' ? 0 : 1));
    }
    const [pattern, answer] = answers.find(([one]) => one.test(path)) ?? [];
    const body = answer?.(pattern.exec(path));
    return body === undefined ? json(failure('not_found', '찾을 수 없습니다.', 'Not found.'), 404) : json(body);
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}
