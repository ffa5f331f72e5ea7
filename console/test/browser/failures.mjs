import assert from 'node:assert/strict';
import { isBlank } from './look.mjs';
import { openai } from './openai.mjs';
import { conversation, playgroundOf, questionField } from './playground.mjs';
import { until } from './until.mjs';

/** Screens that ask something as soon as they are opened. */
const ASKING = ['', 'playground', 'models', 'keys', 'files', 'stored', 'usage', 'usage?tab=invoice', 'limits', 'members', 'members?tab=invites', 'members?tab=projects'];
const PASSING = '잠시 뒤에 다시 시도해 주세요.';

/** Asks an engine to answer by a script. */
const script = (keys) => JSON.stringify({ script: keys });

/** An alert that says a code, a reason and what to do next. */
async function saysWhatAndWhy(page, code, next) {
  const alert = page.getByRole('main').getByRole('alert').first();
  await alert.waitFor();
  const text = await alert.innerText();
  assert.ok(text.includes(code), `${page.url()} names ${code}: ${text}`);
  assert.ok(text.includes(next), `${page.url()} says the next step: ${text}`);
  assert.ok(text.replace(code, '').replace(next, '').trim().length > 10, `${page.url()} says a reason: ${text}`);
  assert.ok(!(await isBlank(page)));
}

/**
 * Opens every screen, each in a tab of its own, while something is wrong with what it asks for. One is opened after the other, for that takes the
 * processor; that it asks again before it says so takes seconds, and goes on in all of them.
 */
async function everywhere({ bed, signedIn }, wrong, expected, look) {
  const organization = bed.organization.id;
  const { page, context, watched } = await signedIn('owner', organization);
  watched.expect(...expected);
  await page.close();
  await context.route('**/api/**', wrong);
  let opened = Promise.resolve();
  await Promise.all(
    ASKING.map(async (path) => {
      const tab = await context.newPage();
      opened = opened.then(() => tab.goto(`${bed.console}/console/${organization}/${path}`));
      await opened;
      await look(tab);
    }),
  );
  return { context, organization };
}

/** The control plane answers 503, in its own words or in those of a proxy before it; then it is back. */
export async function controlPlaneAway(stage) {
  const { bed, say, step, language } = stage;
  step('503 in the words of the control plane');
  const error = { code: 'overloaded', message: 'x', messages: { ko: '요청이 너무 많아 처리하지 못했습니다.', en: 'There are too many requests to take this one.' }, request_id: 'req_x' };
  await everywhere(stage, (route) => route.fulfill({ status: 503, json: { error } }), [/status of 503/], async (tab) => {
    await saysWhatAndWhy(tab, 'overloaded', say(PASSING));
    await tab.getByText(error.messages[language]).first().waitFor();
  });

  step('503 in the words of a proxy');
  const { context, organization } = await everywhere(
    stage,
    (route) => route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>503 Service Unavailable</h1>' }),
    [/status of 503/],
    (tab) => saysWhatAndWhy(tab, 'unreadable_answer', say(PASSING)),
  );

  step('it is back');
  await context.unroute('**/api/**');
  const models = context.pages().find((tab) => tab.url().endsWith('/models'));
  await models.getByRole('button', { name: say('다시 시도') }).first().click();
  await models.getByRole('link', { name: bed.scripted }).waitFor();

  step('the session cannot be asked for');
  await context.route('**/session', (route) => route.fulfill({ status: 503, contentType: 'text/html', body: '503' }));
  await models.goto(`${bed.console}/console/${organization}/models`);
  await saysWhatAndWhy(models, 'unreadable_answer', say(PASSING));
}

/** Nothing answers any more. */
export async function brokenNetwork(stage) {
  const { say, step } = stage;
  step('what screens ask for');
  await everywhere(stage, (route) => route.abort('connectionrefused'), [/ERR_CONNECTION_REFUSED/], (tab) =>
    saysWhatAndWhy(tab, 'unreachable', say('네트워크 연결을 확인하고 다시 시도해 주세요.')),
  );
}

/** Answers take their time. */
export async function slowNetwork({ bed, say, step, signedIn }) {
  const organization = bed.organization.id;
  const { page, context } = await signedIn('owner', organization);
  let go;
  const gone = new Promise((resolve) => {
    go = resolve;
  });
  await context.route('**/api/**', async (route) => {
    await gone;
    await route.continue();
  });
  step('what is on its way');
  await page.goto(`${bed.console}/console/${organization}/models`);
  await page.getByRole('heading', { level: 1, name: say('모델') }).waitFor();
  await page.getByRole('status').getByText(say('불러오는 중입니다')).waitFor({ state: 'attached' });
  assert.ok(!(await isBlank(page)));
  go();
  await page.getByRole('link', { name: bed.scripted }).waitFor();
  assert.equal(await page.getByText(say('불러오는 중입니다')).count(), 0);

  step('an answer that begins late is waited for, and can be stopped');
  await page.goto(playgroundOf(bed, organization, bed.scripted));
  const field = questionField(page, say);
  await field.fill(script({ name: 'slow', tokens: 200, gapMillis: 100 }));
  await field.press('Enter');
  await conversation(page, bed.scripted).locator('[class*=text]').waitFor();
  await page.getByRole('button', { name: say('중지') }).click();
  await page.getByText(say('중지했습니다. 전달된 토큰까지만 청구됩니다.')).waitFor();
}

/** A key is revoked while a program uses it. */
export async function revokedInUse({ bed, say, step, signedIn }) {
  const organization = bed.organization.id;
  const { page } = await signedIn('owner', organization);
  const name = '폐기될 키';
  step('making a key and using it');
  await page.goto(`${bed.console}/console/${organization}/keys`);
  await page.getByRole('button', { name: say('키 만들기') }).first().click();
  await page.getByLabel(say('이름')).fill(name);
  await page.getByRole('dialog').getByRole('button', { name: say('키 만들기') }).click();
  const client = openai(bed, await page.getByLabel(say('API 키 값')).innerText());
  await page.getByRole('button', { name: say('값을 보관했습니다') }).click();
  const ask = (keys) => client.chat.completions.create({ model: bed.scripted, stream: true, messages: [{ role: 'user', content: script(keys) }] });
  const stream = await ask({ name: 'revoked', tokens: 40, gapMillis: 100 });
  const pieces = [];
  const whole = (async () => {
    for await (const chunk of stream) {
      pieces.push(chunk);
    }
  })();
  await until('the stream', () => pieces.length > 2);

  step('revoking it');
  await page.getByRole('button', { name: say('{name} 작업 더 보기', { name }) }).click();
  await page.getByRole('menuitem', { name: say('폐기') }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: say('폐기'), exact: true }).click();
  await page.getByRole('cell', { name }).first().waitFor({ state: 'hidden' });
  await page.getByLabel(say('폐기·만료된 키도 보기')).check();
  await page.getByRole('row', { name }).getByText(say('폐기됨')).waitFor();

  step('what was begun ends, and nothing new begins');
  await whole;
  const refusal = await until('a refusal', () => ask({ name: 'after', tokens: 1 }).then(() => null, (error) => error));
  assert.equal(refusal.status, 401);
  assert.match(refusal.code, /key/);
  assert.match(refusal.message, /[.!]/);
}
