import assert from 'node:assert/strict';
import { until } from './until.mjs';

/** Somebody has a file of requests answered, and their organization says for how long that is kept. */
export async function kept({ bed, say, step, signedIn }) {
  const organization = bed.organization.id;
  const { page } = await signedIn('owner', organization);

  step('a batch from a file');
  await page.goto(`${bed.console}/console/${organization}/batches`);
  await page.getByRole('button', { name: say('배치 만들기') }).first().click();
  const dialog = page.getByRole('dialog');
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByLabel(say('요청 파일')).click();
  await (await chooser).setFiles({ name: '민원.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(['가', '나'].map((name) => line(bed, name)).join('\n')) });
  await dialog.getByRole('button', { name: say('배치 만들기') }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('row').filter({ hasText: say('완료') }).first().waitFor({ timeout: 30_000 });

  step('its answers');
  const [download] = await Promise.all([page.waitForEvent('download'), outputOf(page, say)]);
  const answers = (await text(download)).trim().split('\n').map((each) => JSON.parse(each));
  assert.deepEqual(answers.map(({ custom_id }) => custom_id).sort(), ['가', '나']);
  assert.ok(answers.every(({ response }) => response.status_code === 200));

  step('for how long responses are kept');
  await page.goto(`${bed.console}/console/${organization}/retention`);
  await page.getByRole('button', { name: say('보관 기간 변경') }).click();
  const days = page.getByRole('dialog').getByLabel(say('응답과 저장된 채팅 (일)'));
  await days.fill('366');
  await page.getByText(say('0에서 365 사이의 일수를 입력해 주세요')).waitFor();
  await days.fill('7');
  await page.getByText(say('새 보관 기간보다 오래된 데이터는 저장하는 즉시 조회되지 않습니다.')).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: say('저장') }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal((await retention(page, bed, organization)).responses_days, 7);
  await page.reload();
  await until('the days are shown', async () => (await page.locator('dl').first().innerText()).includes('7'));
}

function line(bed, name) {
  return JSON.stringify({ custom_id: name, method: 'POST', url: '/v1/chat/completions', body: { model: bed.scripted, messages: [{ role: 'user', content: '안녕' }] } });
}

async function outputOf(page, say) {
  await page.getByRole('row').filter({ hasText: say('완료') }).first().getByRole('button').last().click();
  await page.getByRole('menuitem', { name: say('결과 내려받기') }).click();
}

async function text(download) {
  const chunks = [];
  for await (const chunk of await download.createReadStream()) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function retention(page, bed, organization) {
  return (await page.context().request.get(`${bed.console}/console/${organization}/api/v1/organization/data_retention`)).json();
}
