import assert from 'node:assert/strict';
import { signIn, tabTo } from './people.mjs';
import { conversation, questionField } from './playground.mjs';

/** From the sign-in to a revoked key without a pointer. */
export async function keyboard({ bed, say, step, nobody }) {
  const organization = bed.organization.id;
  const { page, watched } = await nobody();
  watched.expect(/status of 401.*\/session/);
  // A pointer that is used by mistake fails the journey.
  await page.addInitScript(() => {
    for (const type of ['mousedown', 'pointerdown', 'touchstart']) {
      addEventListener(type, () => console.error(`a pointer was used: ${type}`), true);
    }
  });
  const { press, type } = { press: (key) => page.keyboard.press(key), type: (text) => page.keyboard.type(text) };
  const onto = async (locator, key) => {
    await tabTo(page, locator);
    await press(key);
  };

  step('signing in');
  await page.goto(`${bed.console}/console/${organization}`);
  await onto(page.getByRole('link', { name: say('로그인'), exact: true }), 'Enter');
  await signIn(page, bed.people.owner, { keyboard: true });
  await page.getByRole('heading', { level: 1 }).waitFor();

  step('past the menu by the first link');
  await page.evaluate(() => document.activeElement?.blur());
  await onto(page.getByRole('link', { name: say('본문으로 바로가기') }), 'Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');

  step('to the playground by the palette');
  await press('Control+k');
  await page.locator('input:focus').and(page.getByRole('combobox', { name: say('어디로 갈까요?') })).waitFor();
  await type(say('플레이그라운드').slice(0, 6));
  await press('Enter');
  const field = questionField(page, say);
  await field.waitFor();
  await tabTo(page, page.getByRole('combobox', { name: say('모델 {0}', { 0: 1 }) }));
  await type(bed.scripted.slice(0, 8));
  await tabTo(page, field);
  await type('안녕하세요');
  await press('Enter');
  await conversation(page, bed.scripted).getByText(say('영수증'), { exact: true }).waitFor();

  step('making a key');
  await onto(page.getByRole('navigation', { name: say('주 메뉴') }).getByRole('link', { name: say('API 키'), exact: true }), 'Enter');
  await onto(page.getByRole('button', { name: say('키 만들기') }).first(), 'Enter');
  await page.getByRole('dialog').getByLabel(say('이름')).waitFor();
  await tabTo(page, page.getByRole('dialog').getByLabel(say('이름')));
  await type('자판만으로');
  await press('Enter');
  await page.getByLabel(say('API 키 값')).waitFor();
  await onto(page.getByRole('button', { name: say('값을 보관했습니다') }), 'Enter');
  await page.getByRole('cell', { name: '자판만으로' }).first().waitFor();

  step('revoking it by typing its name');
  await onto(page.getByRole('button', { name: say('{name} 작업 더 보기', { name: '자판만으로' }) }), 'Enter');
  const revoke = page.getByRole('menuitem', { name: say('폐기') });
  await revoke.waitFor();
  while (!(await revoke.evaluate((item) => item === document.activeElement))) {
    await press('ArrowDown');
  }
  await press('Enter');
  const dialog = page.getByRole('dialog', { name: say('키 폐기') });
  await dialog.waitFor();
  await tabTo(page, dialog.getByRole('textbox'));
  assert.ok(await dialog.getByRole('button', { name: say('폐기'), exact: true }).isDisabled());
  await type('자판만으로');
  await press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('cell', { name: '자판만으로' }).first().waitFor({ state: 'hidden' });
}
