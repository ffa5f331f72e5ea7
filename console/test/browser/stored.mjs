import assert from 'node:assert/strict';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openai } from './openai.mjs';
import { until } from './until.mjs';

const MIB = 1024 * 1024;
const DAY_SECONDS = 86_400;

/** Words that would be an image, were they read as anything but words. */
const MARKUP = '<img src="x" onerror="console.error(1)"> 환불은 언제까지 되나요?';

/** Files are sent, had, asked and deleted; what was asked and answered is read again and deleted. */
export async function stored(stage) {
  const { page, watched } = await stage.signedIn('owner', stage.bed.organization.id);
  const api = await apiOf(page, stage.bed);
  const seen = { ...stage, page, watched, api, at: `${stage.bed.console}/console/${stage.bed.organization.id}` };
  await smallFiles(seen);
  await longFile(seen);
  await batchOfFile(seen);
  await chat(seen);
  await responseAndConversation(seen);
}

async function smallFiles({ bed, page, say, step, api, at }) {
  const requests = ['가', '나'].map((name) => line(bed, name)).join('\n');
  step('a file that is chosen');
  await page.goto(`${at}/files?project=${bed.organization.project}`);
  await page.getByRole('button', { name: say('파일 올리기') }).click();
  const dialog = page.getByRole('dialog');
  await choose(page, dialog, say, { name: '빈 파일.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
  await dialog.getByText(say('빈 파일입니다')).waitFor();
  assert.ok(await dialog.getByRole('button', { name: say('올리기'), exact: true }).isDisabled());
  await dialog.getByRole('button', { name: say('{0} 빼기', { 0: '빈 파일.txt' }) }).click();
  await choose(page, dialog, say, { name: '민원 분류.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(requests) });
  assert.equal(await dialog.getByLabel(say('용도')).inputValue(), 'batch');
  await dialog.getByLabel(say('보관 기간')).selectOption(String(DAY_SECONDS));
  await dialog.getByRole('button', { name: say('올리기'), exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  const row = rowOf(page, '민원 분류.jsonl');
  await row.getByText(say('배치 입력')).waitFor();
  await row.getByTitle(say('{0}바이트', { 0: String(Buffer.byteLength(requests)) })).waitFor();
  const kept = (await api('GET', `/v1/files?purpose=batch`)).body.data.find(({ filename }) => filename === '민원 분류.jsonl');
  assert.equal(kept.expires_at - kept.created_at, DAY_SECONDS);

  step('a file that is dropped on the screen');
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['환불 안내'], '환불 절차.txt', { type: 'text/plain' }));
    return data;
  });
  await page.getByRole('heading', { level: 1 }).dispatchEvent('drop', { dataTransfer: dropped });
  await dialog.getByText('환불 절차.txt').waitFor();
  assert.equal(await dialog.getByLabel(say('용도')).inputValue(), 'user_data');
  await dialog.getByRole('button', { name: say('올리기'), exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await rowOf(page, '환불 절차.txt').waitFor();

  step('what is in a file');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: say('{0} 내려받기', { 0: '민원 분류.jsonl' }) }).click()]);
  assert.equal(await readFile(await download.path(), 'utf8'), requests);
  assert.equal(download.suggestedFilename().normalize('NFC'), '민원 분류.jsonl');

  step('files of a purpose');
  await page.getByRole('combobox', { name: say('용도로 거르기') }).selectOption('user_data');
  await rowOf(page, '민원 분류.jsonl').waitFor({ state: 'hidden' });
  await rowOf(page, '환불 절차.txt').waitFor();
  await page.getByRole('combobox', { name: say('용도로 거르기') }).selectOption('evals');
  await page.getByText(say('이 용도의 파일이 없습니다')).waitFor();
  await page.getByRole('button', { name: say('모든 용도 보기') }).click();

  step('deleting one');
  await menuOf(page, say, '환불 절차.txt');
  await page.getByRole('menuitem', { name: say('삭제') }).click();
  await dialog.getByRole('textbox').fill(say('삭제'));
  await dialog.getByRole('button', { name: say('파일 삭제') }).click();
  await rowOf(page, '환불 절차.txt').waitFor({ state: 'hidden' });
  assert.deepEqual((await api('GET', '/v1/files?purpose=user_data')).body.data.filter(({ filename }) => filename === '환불 절차.txt'), []);
}

/** One that comes in parts: stopped on its way, and then sent whole. */
async function longFile({ page, say, step, api, at, bed }) {
  const folder = await mkdtemp(join(tmpdir(), 'hanok-console-'));
  const path = join(folder, '큰 파일.bin');
  const file = await open(path, 'w');
  await file.truncate(65 * MIB);
  await file.close();
  try {
    step('a long file is stopped on its way');
    await page.goto(`${at}/files?project=${bed.organization.project}`);
    await page.getByRole('button', { name: say('파일 올리기') }).click();
    const dialog = page.getByRole('dialog');
    await choose(page, dialog, say, path);
    let arrived;
    const sent = new Promise((resolve) => {
      arrived = resolve;
    });
    await page.route('**/parts', () => arrived());
    await dialog.getByRole('button', { name: say('올리기'), exact: true }).click();
    await sent;
    await dialog.getByText('0%', { exact: true }).waitFor();
    const [cancelled] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/cancel')),
      dialog.getByRole('button', { name: say('올리기 중지') }).click(),
    ]);
    assert.equal((await cancelled.json()).status, 'cancelled');
    await dialog.getByText(say('중지했습니다'), { exact: true }).waitFor();
    await page.unroute('**/parts');

    step('a long file is sent in parts');
    await dialog.getByRole('button', { name: say('올리기'), exact: true }).click();
    await dialog.waitFor({ state: 'hidden', timeout: 45_000 });
    await rowOf(page, '큰 파일.bin').getByText('65 MiB').waitFor();
    const kept = (await api('GET', '/v1/files?purpose=user_data')).body.data.filter(({ filename }) => filename === '큰 파일.bin');
    assert.deepEqual(kept.map(({ bytes }) => bytes), [65 * MIB]);
    await api('DELETE', `/v1/files/${kept[0].id}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function batchOfFile({ page, say, step, at, bed }) {
  step('a batch of a file that is kept');
  await page.goto(`${at}/files?project=${bed.organization.project}`);
  await menuOf(page, say, '민원 분류.jsonl');
  await page.getByRole('menuitem', { name: say('배치 만들기') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('민원 분류.jsonl').waitFor();
  const made = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/v1/batches'));
  await dialog.getByRole('button', { name: say('배치 만들기') }).click();
  const row = rowOf(page, (await (await made).json()).id);
  await dialog.waitFor({ state: 'hidden' });
  await row.getByText(say('완료')).waitFor({ timeout: 30_000 });
  await row.getByRole('button').first().click();

  step('from the batch to its file');
  await dialog.getByRole('link').first().click();
  await rowOf(page, '민원 분류.jsonl').waitFor();
  assert.equal(await page.getByRole('row').count(), 2, 'that one alone, below the head');
}

async function chat({ bed, page, say, step, api, at, watched }) {
  step('a chat that is kept, from the list');
  const { data, response } = await openai(bed, bed.organization.key)
    .chat.completions.create({ model: bed.scripted, store: true, metadata: { 팀: '법무' }, messages: [{ role: 'system', content: '짧게 답해 주세요.' }, { role: 'user', content: MARKUP }] })
    .withResponse();
  const answer = data.choices[0].message.content;
  await page.goto(`${at}/stored?project=${bed.organization.project}`);
  await page.getByRole('textbox', { name: say('메타데이터로 거르기 (이름=값, Enter)') }).fill('팀=법무');
  await page.keyboard.press('Enter');
  await page.getByRole('row').filter({ hasText: '팀=법무' }).getByRole('link').click();
  await page.waitForURL((url) => url.searchParams.get('id') === data.id);
  await readsChat(page, say, answer);

  step('as code');
  await page.getByRole('button', { name: say('코드 보기') }).click();
  await page.getByRole('dialog').getByText(data.id).waitFor();
  await page.getByRole('dialog').getByText(say('같은 질문 다시 보내기')).waitFor();
  await page.keyboard.press('Escape');

  step('from its receipt');
  await page.goto(`${at}/receipts?id=${response.headers.get('x-receipt-id')}`);
  // There is no response of the same request: the chat is looked for then.
  watched.expect(/status of 404.*\/v1\/responses\/resp_/);
  await page.getByRole('link', { name: say('보관된 내용 열기') }).click();
  await readsChat(page, say, answer);

  step('deleting it');
  await page.getByRole('button', { name: say('삭제') }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(say('삭제'));
  await page.getByRole('dialog').getByRole('button', { name: say('삭제') }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.waitForURL((url) => !url.searchParams.has('id'));
  watched.expect(/status of 404.*\/v1\/chat\/completions\/chatcmpl-/);
  assert.equal((await api('GET', `/v1/chat/completions/${data.id}`)).status, 404);

  step('what is not there any more');
  await page.getByLabel(say('ID로 열기')).fill(data.id);
  await page.getByRole('button', { name: say('열기'), exact: true }).click();
  await page.getByRole('heading', { name: say('보관된 내용이 없습니다') }).waitFor();
  await page.getByText(say('삭제되었거나, 조직이 정한 보관 기간이 지났습니다.')).waitFor();

  step('what is no id');
  await page.getByLabel(say('ID로 열기')).fill('../files');
  await page.getByRole('button', { name: say('열기'), exact: true }).click();
  await page.getByText(say('chatcmpl-, resp_, conv_, req_ 중 하나로 시작하는 ID를 입력해 주세요')).waitFor();
}

async function readsChat(page, say, answer) {
  const said = page.getByRole('list', { name: say('주고받은 내용') }).getByRole('listitem');
  await said.nth(2).waitFor();
  assert.deepEqual(await said.getByRole('heading').allInnerTexts(), [say('시스템'), say('사용자'), say('모델')]);
  assert.ok((await said.nth(1).innerText()).includes(MARKUP), 'what was asked, as it was asked');
  assert.ok((await said.nth(2).innerText()).includes(answer.trim()), 'what was answered');
  assert.equal(await page.getByRole('main').locator('img').count(), 0, 'words are never a part of the page');
}

async function responseAndConversation({ bed, page, say, step, at }) {
  step('a response, and the conversation that it belongs to');
  const client = openai(bed, bed.organization.key);
  const conversation = await client.conversations.create({ metadata: { 팀: '법무' } });
  const response = await client.responses.create({ model: bed.scripted, instructions: '짧게 답해 주세요.', input: '경복궁은 누가 지었나요?', conversation: conversation.id });
  await page.goto(`${at}/stored`);
  await page.getByLabel(say('ID로 열기')).fill(response.id);
  await page.getByRole('button', { name: say('열기'), exact: true }).click();
  const said = page.getByRole('list', { name: say('주고받은 내용') });
  await said.getByText('경복궁은 누가 지었나요?').waitFor();
  await said.getByText('짧게 답해 주세요.').waitFor();
  await said.getByText(response.output_text.trim().slice(0, 20)).first().waitFor();
  await page.getByRole('link', { name: conversation.id }).click();
  await page.getByRole('heading', { name: say('보관된 대화') }).waitFor();
  await said.getByText('경복궁은 누가 지었나요?').waitFor();
  assert.equal(await said.getByText('짧게 답해 주세요.').count(), 0, 'instructions are of the response alone');

  step('deleting the response');
  await page.goBack();
  await page.getByRole('heading', { name: say('보관된 응답', {}, 'one'), level: 2 }).waitFor();
  await page.getByRole('button', { name: say('삭제') }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(say('삭제'));
  await page.getByRole('dialog').getByRole('button', { name: say('삭제') }).click();
  await page.waitForURL((url) => !url.searchParams.has('id'));
  await until('the response is not there', async () => (await client.responses.retrieve(response.id).then(() => 200, ({ status }) => status)) === 404);
}

function line(bed, name) {
  return JSON.stringify({ custom_id: name, method: 'POST', url: '/v1/chat/completions', body: { model: bed.scripted, messages: [{ role: 'user', content: '안녕' }] } });
}

function rowOf(page, name) {
  return page.getByRole('row').filter({ hasText: name });
}

async function menuOf(page, say, name) {
  await rowOf(page, name).getByRole('button', { name: say('{name} 작업 더 보기', { name }) }).click();
}

async function choose(page, dialog, say, file) {
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: say('파일 선택', {}, 'many') }).click();
  await (await chooser).setFiles(file);
}

/** The API asked as the person of the page, of the project that the bed's key is of. */
async function apiOf(page, bed) {
  const home = `${bed.console}/console/${bed.organization.id}`;
  const { csrf } = await (await page.context().request.get(`${home}/session`)).json();
  return async (method, path) => {
    const answer = await page.context().request.fetch(`${home}/api${path}`, { method, headers: { 'openai-project': bed.organization.project, 'x-hanok-csrf': csrf } });
    return { status: answer.status(), body: await answer.json() };
  };
}
