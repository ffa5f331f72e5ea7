import assert from 'node:assert/strict';
import { openai } from './openai.mjs';
import { signIn } from './people.mjs';
import { conversation, questionField } from './playground.mjs';
import { until } from './until.mjs';

/** From a first sign-in to a first answer, a key, a call by an official client, its cost, its receipt, the invoice, and out. */
export async function owner({ bed, language, say, step, nobody }) {
  const { organization, person, model } = bed.owners[language];
  const { page, context, watched } = await nobody();
  // Nobody is signed in yet, and there is no limit of what may be spent.
  watched.expect(/status of 401.*\/session/);
  const menu = page.getByRole('navigation', { name: say('주 메뉴') });
  const go = (name, context_ = '') => menu.getByRole('link', { name: say(name, {}, context_), exact: true }).click();

  step('signing in at Keycloak');
  await page.goto(`${bed.console}/console/${organization.id}`);
  await page.getByRole('link', { name: say('로그인'), exact: true }).click();
  await signIn(page, bed.people[person]);
  await page.getByRole('heading', { level: 1, name: organization.name }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), language);

  step('asking the playground');
  await go('플레이그라운드');
  await page.getByRole('combobox', { name: say('모델 {0}', { 0: 1 }) }).selectOption(model);
  // How long an answer becomes is the model's choice: up to its usual limit it takes a busy machine more than a wait of ours.
  await page.getByLabel(say('최대 토큰'), { exact: true }).fill('48');
  const field = questionField(page, say);
  await field.fill('Say hello.');
  await field.press('Enter');
  const answer = conversation(page, model);
  const shown = (message) => answer.getByText(new RegExp(say(message, { 0: '@', 1: '@' }).replaceAll('@', '[\\d.,]+( m?s)?')));
  await shown('첫 토큰 {0}').waitFor();
  await shown('입력 {0} · 출력 {1} 토큰').waitFor();
  await answer.getByText(language === 'en' ? /₩\d/ : /\d원/).waitFor();
  assert.ok((await answer.locator('[class*=text]').innerText()).trim().length > 0, 'an answer of words');

  step('making a key');
  await go('API 키');
  await page.getByRole('button', { name: say('키 만들기') }).first().click();
  await page.getByLabel(say('이름')).fill('내 서버');
  await page.getByRole('dialog').getByRole('button', { name: say('키 만들기') }).click();
  const value = await page.getByLabel(say('API 키 값')).innerText();
  assert.match(value, /^\S{20,}$/);
  await page.getByRole('button', { name: say('값을 보관했습니다') }).click();
  await page.getByRole('cell', { name: '내 서버' }).first().waitFor();
  assert.ok(!(await page.content()).includes(value), 'the value is shown once');

  step('calling the API with the key through the official client');
  const { data, response } = await openai(bed, value)
    .chat.completions.create({ model, max_tokens: 12, messages: [{ role: 'user', content: 'Say hello.' }] })
    .withResponse();
  const called = performance.now();
  assert.ok(data.choices[0].message.content.length > 0);
  const receipt = response.headers.get('x-receipt-id');

  step('seeing the request in usage');
  await go('사용량과 비용');
  await page.getByRole('combobox', { name: say('나누어 볼 기준') }).selectOption('key');
  await page.getByRole('row', { name: /내 서버/ }).waitFor({ timeout: 10_000 });
  const row = page.getByRole('row', { name: /내 서버/ });
  await until('its cost', async () => /[1-9]/.test((await row.getByRole('cell').last().innerText()).replace(/^<.*/, '')));
  assert.ok(performance.now() - called < 12_000, 'within 10 s, and what it takes to look');
  const [, requests, input, , output] = await row.getByRole('cell').allInnerTexts();
  assert.deepEqual([requests, input, output], ['1', String(data.usage.prompt_tokens), String(data.usage.completion_tokens)]);

  step('verifying its receipt');
  await go('영수증');
  await page.getByLabel(say('영수증 번호')).fill(receipt);
  await page.getByRole('button', { name: say('영수증 확인') }).click();
  await page.getByText(say('로그에 있음을 확인했습니다')).waitFor();
  await page.getByText(model, { exact: true }).waitFor();

  step('seeing the invoice preview');
  await go('사용량과 비용');
  await page.getByRole('tab', { name: say('청구 예정') }).click();
  await page.getByRole('rowheader', { name: say('부가세 (10%)') }).waitFor();
  const total = await page.getByRole('row', { name: say('합계') }).getByRole('cell').innerText();
  assert.match(total, /[1-9]/);

  step('signing out everywhere');
  const [cookie] = (await context.cookies(`${bed.console}/console/${organization.id}`)).filter(({ name }) => name === 'hanok_console');
  assert.ok(cookie.httpOnly && cookie.sameSite === 'Strict', 'no script of a page sees the cookie');
  await page.getByRole('button', { name: new RegExp(`^${say('내 계정: {name}', { name: '' })}`) }).click();
  await page.getByRole('menuitem', { name: say('모든 곳에서 로그아웃') }).click();
  await page.getByRole('heading', { name: say('한옥 콘솔에 로그인해 주세요') }).waitFor();
  const after = await fetch(`${bed.console}/console/${organization.id}/session`, { headers: { cookie: `hanok_console=${cookie.value}` } });
  assert.equal(after.status, 401);
  assert.equal((await after.json()).error.code, 'session_ended');
  await page.getByRole('link', { name: say('로그인'), exact: true }).click();
  await page.locator('#username').waitFor();
}
