import assert from 'node:assert/strict';
import { signIn } from './people.mjs';
import { conversation, playgroundOf, questionField } from './playground.mjs';

const TYPED = '아직 보내지 않은 긴 질문입니다. 로그인이 끝나도 남아 있어야 합니다.';

/** The session ends while a question is written. */
export async function sessionEnds({ bed, say, step, nobody }) {
  const organization = bed.organization.id;
  const { page, context, watched } = await nobody();
  watched.expect(/status of 401/);
  await page.goto(`${bed.console}/console/sign-in?organization=${organization}`);
  await signIn(page, bed.people.writer);
  await page.waitForURL(`**/console/${organization}/**`);
  await page.goto(playgroundOf(bed, organization, bed.scripted));
  const field = questionField(page, say);
  const dialog = page.getByRole('dialog', { name: say('다시 로그인해 주세요') });

  step('writing while the session ends elsewhere');
  await field.fill(TYPED);
  await signOutElsewhere(context, bed, organization);
  // What a browser says when its window is looked at again.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await dialog.waitFor();

  step('signing in in the new window');
  const [window] = await Promise.all([context.waitForEvent('page'), dialog.getByRole('button', { name: say('새 창에서 로그인') }).click()]);
  await signIn(window, bed.people.writer);
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await field.inputValue(), TYPED);

  step('sending when the session has ended');
  await signOutElsewhere(context, bed, organization);
  await field.press('Enter');
  await dialog.waitFor();
  const [again] = await Promise.all([context.waitForEvent('page'), dialog.getByRole('button', { name: say('새 창에서 로그인') }).click()]);
  await signIn(again, bed.people.writer);
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await field.inputValue(), TYPED, 'what was not taken stands in the field again');

  step('going on');
  await field.press('Enter');
  await conversation(page, bed.scripted).getByText(say('영수증'), { exact: true }).waitFor();
  assert.equal(await conversation(page, bed.scripted).getByText(TYPED).count(), 1, 'asked once');
}

/** Ends the person's session as another tab of theirs does. */
async function signOutElsewhere(context, bed, organization) {
  const home = `${bed.console}/console/${organization}`;
  const { csrf } = await (await context.request.get(`${home}/session`)).json();
  const out = await context.request.post(`${home}/sign-out`, { headers: { 'x-hanok-csrf': csrf } });
  assert.equal(out.status(), 200);
}
