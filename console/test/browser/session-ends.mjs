import assert from 'node:assert/strict';
import { signIn } from './people.mjs';
import { conversation, playgroundOf, questionField } from './playground.mjs';

/** Asks an engine to answer by a script: one that takes this long. */
const answerOf = (name, tokens, gapMillis) => JSON.stringify({ script: { name, tokens, gapMillis } });

const TYPED = '아직 보내지 않은 긴 질문입니다. 로그인이 끝나도 남아 있어야 합니다.';

/** The session ends while a question is written, and while one is answered. */
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

  step('the end of the session while an answer runs');
  const running = answerOf('session-ends', 60, 100);
  await field.fill(running);
  await field.press('Enter');
  await answers(page, bed).nth(1).waitFor();
  await field.fill(TYPED);
  await signOutElsewhere(context, bed, organization);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await dialog.waitFor();
  assert.equal(await wholes(page, bed, say).count(), 1, 'it still runs');
  const [last] = await Promise.all([context.waitForEvent('page'), dialog.getByRole('button', { name: say('새 창에서 로그인') }).click()]);
  await signIn(last, bed.people.writer);
  await dialog.waitFor({ state: 'hidden' });

  step('what was begun is there to its end, and what was typed');
  await wholes(page, bed, say).nth(1).waitFor();
  assert.equal(await conversation(page, bed.scripted).getByText(running).count(), 1);
  assert.equal(await field.inputValue(), TYPED);
  await ready(page, say);
  await field.press('Enter');
  await wholes(page, bed, say).nth(2).waitFor();
}

/** The session's access token ends while an answer runs: nobody notices. It ends `more.tokenSeconds` after it was given. */
export async function tokenEnds({ bed, say, step, nobody, more }) {
  const organization = bed.organization.id;
  const { page } = await nobody();
  await page.goto(`${bed.console}/console/sign-in?organization=${organization}`);
  await signIn(page, bed.people.writer);
  await page.waitForURL(`**/console/${organization}/**`);
  await page.goto(playgroundOf(bed, organization, bed.scripted));
  const field = questionField(page, say);

  step('an answer that takes longer than its token is good');
  const tokens = more.tokenSeconds * 20;
  await field.fill(answerOf('token-ends', tokens, 100));
  await field.press('Enter');
  const asked = performance.now();
  await answers(page, bed).first().waitFor();
  await field.fill(TYPED);
  await wholes(page, bed, say).first().waitFor({ timeout: more.tokenSeconds * 5_000 });
  assert.ok(performance.now() - asked > more.tokenSeconds * 1_500, 'the token ended on the way');
  assert.equal(await conversation(page, bed.scripted).getByRole('alert').count(), 0);
  assert.equal(await page.getByText(say('중지했습니다. 전달된 토큰까지만 청구됩니다.')).count(), 0);
  assert.equal(await wholes(page, bed, say, tokens).count(), 1, `all ${tokens} tokens came`);

  step('the next question');
  assert.equal(await field.inputValue(), TYPED);
  await ready(page, say);
  await field.press('Enter');
  await wholes(page, bed, say).nth(1).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0, 'nobody had to sign in');
}

/** Waits until a question would be sent: what an answer cost is told a moment before it has ended. */
const ready = (page, say) => page.getByRole('button', { name: say('보내기') }).waitFor();

/** The texts of the answers, as far as they have come. */
const answers = (page, bed) => conversation(page, bed.scripted).locator('[class*=text]');

/** What answers say that came to their end, where not told otherwise with any number of tokens. */
function wholes(page, bed, say, tokens = '[\\d,]+') {
  const [before, after] = say('입력 {0} · 출력 {1} 토큰', { 0: '#', 1: '#' }).split('#').slice(1);
  return conversation(page, bed.scripted).getByText(new RegExp(`\\d${before}${tokens}${after}`));
}

/** Ends the person's session as another tab of theirs does. */
async function signOutElsewhere(context, bed, organization) {
  const home = `${bed.console}/console/${organization}`;
  const { csrf } = await (await context.request.get(`${home}/session`)).json();
  const out = await context.request.post(`${home}/sign-out`, { headers: { 'x-hanok-csrf': csrf } });
  assert.equal(out.status(), 200);
}
