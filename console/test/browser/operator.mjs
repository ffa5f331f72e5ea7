import assert from 'node:assert/strict';
import { signIn } from './people.mjs';

/** An operator makes a tenant, and its first owner, who is nobody's member yet, comes in by the link. */
export async function operator({ bed, language, say, step, nobody }) {
  const { tenant, owner } = bed.beginnings[language];
  const email = bed.people[owner].email;
  const { page, watched } = await nobody();
  watched.expect(/status of 401.*\/session/, /status of 404.*\/identity_provider/);

  step('signing in for no organization');
  await page.goto(`${bed.console}/console/-`);
  await page.getByRole('link', { name: say('로그인'), exact: true }).click();
  await signIn(page, bed.people.operator);
  await page.getByRole('heading', { level: 1, name: say('개요') }).waitFor();

  step('making a tenant');
  await page.getByRole('navigation', { name: say('주 메뉴') }).getByRole('link', { name: say('테넌트'), exact: true }).click();
  await page.getByRole('button', { name: say('테넌트 만들기') }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('이름')).fill(tenant);
  await dialog.getByLabel(say('첫 소유자의 이메일')).fill(email);
  const attempts = [];
  watched.expect(/status of 503/);
  await page.route('**/v1/tenants', async (route) => {
    if (route.request().method() !== 'POST') {
      await route.continue();
      return;
    }
    attempts.push(await route.request().headerValue('idempotency-key'));
    if (attempts.length > 1) {
      await route.continue();
      return;
    }
    await route.fulfill({ status: 503, headers: { 'retry-after': '2' }, json: { error: { code: 'operation_unfinished', message: 'x', messages: { ko: '가', en: 'x' } } } });
  });
  await dialog.getByRole('button', { name: say('만들기'), exact: true }).click();
  const said = await dialog.getByRole('alert').innerText();
  assert.ok(said.includes(say('작업이 예상보다 오래 걸려 계속 진행하고 있습니다.')) && said.includes('operation_unfinished'), said);

  step('the same button finds what takes longer than a request may');
  await dialog.getByRole('button', { name: say('만들기'), exact: true }).click();
  const link = await dialog.getByLabel(say('{email} 초대 링크', { email })).innerText();
  assert.match(link, /\/console\/invitations\/accept\?organization=ten_[0-9A-Z]{26}#token=hki_/);
  await dialog.getByRole('button', { name: say('닫기') }).last().click();
  await page.getByRole('cell', { name: tenant }).waitFor();
  assert.equal(attempts.length, 2);
  assert.equal(attempts[0], attempts[1], 'one attempt');
  await page.unroute('**/v1/tenants');

  step('its owner opens the link');
  const { page: theirs, watched: watchedToo } = await nobody();
  watchedToo.expect(/status of 401.*\/session/);
  await theirs.goto(link);
  const invited = theirs.getByRole('heading', { level: 1, name: say('조직의 초대를 받으셨습니다') });
  await invited.waitFor();
  assert.ok(!theirs.url().includes('hki_'), 'the token does not stay in the address');
  await theirs.getByRole('link', { name: say('로그인하고 계속하기') }).click();
  await signIn(theirs, bed.people[owner]);
  await invited.waitFor();
  await theirs.getByText(email).waitFor();

  step('accepting');
  await theirs.getByRole('button', { name: say('초대 수락하기') }).click();
  await theirs.getByRole('heading', { level: 1, name: tenant }).waitFor();

  step('the operator sees that it was accepted');
  await page.getByRole('cell', { name: tenant }).getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: tenant }).waitFor();
  await page.getByRole('tab', { name: say('초대') }).click();
  await page.getByRole('row', { name: new RegExp(email) }).getByText(say('수락함')).waitFor();
}
