import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { lost } from './look.mjs';

const ROWS = 10_000;
/** What the page itself may compute: how long that takes says more of what else the machine does. */
const QUICK_MILLIS = 2_000;

/** A list of ten thousand, which nobody reads to its end, but searches. */
export async function longLists({ bed, say, step, signedIn }) {
  const organization = bed.organization.id;
  const { page } = await signedIn('owner', organization);
  const key = (number) => ({
    object: 'organization.project.api_key',
    id: `key_${String(number).padStart(20, '0')}`,
    name: `서버 ${number}번`,
    redacted_value: 'hk_****',
    created_at: 1_790_000_000 + number,
    last_used_at: null,
    expires_at: null,
    owner: {},
    scopes: { models: [], endpoints: [], access: 'read_write' },
    allowed_ips: [],
    labels: {},
    replaced_by: null,
    revoked_at: null,
    lost_unless_used_by: null,
  });
  const data = Array.from({ length: ROWS }, (_, index) => key(index + 1));
  await page.route('**/api_keys?*', (route) => route.fulfill({ json: { object: 'list', data, first_id: data[0].id, last_id: data.at(-1).id, has_more: false } }));

  const busy = await computing(page);

  step('drawing the first page');
  await page.goto(`${bed.console}/console/${organization}/keys`);
  await page.getByText(say('{count, plural, one {#개} other {#개}}').replace(/^.*other \{#(.*?)\}\}$/, `${ROWS.toLocaleString('en-US')}$1`)).or(page.getByText(`1 / ${ROWS / 50}`)).first().waitFor();
  const drawn = await busy();
  assert.ok(drawn < 2 * QUICK_MILLIS, `drawn in ${drawn} ms of computing`);
  assert.ok((await page.getByRole('row').count()) < 60, 'only a page of it is drawn');

  step('searching');
  await page.getByRole('searchbox').fill('서버 9876번');
  await page.getByRole('cell', { name: '서버 9876번' }).first().waitFor();
  await page.getByRole('cell', { name: '서버 1번', exact: false }).first().waitFor({ state: 'hidden' });
  const found = (await busy()) - drawn;
  assert.ok(found < QUICK_MILLIS, `found in ${found} ms of computing`);

  step('taking all of it along');
  await page.getByRole('searchbox').fill('');
  await page.getByText(`1 / ${ROWS / 50}`).waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: say('CSV 내려받기') }).click()]);
  const lines = readFileSync(await file.path(), 'utf8').trim().split('\r\n');
  assert.equal(lines.length, ROWS + 1);
  assert.match(lines.at(-1), /서버 10000번/);
}

/** Tells how many milliseconds the main thread of a page has computed, since its document was loaded. */
async function computing(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return Math.round(metrics.find(({ name }) => name === 'TaskDuration').value * 1000);
  };
}

/** A person whose name has two hundred syllables, and a name that is longer than names may be. */
export async function longNames({ bed, say, step, signedIn }) {
  const organization = bed.organization.id;
  const { page, watched } = await signedIn('long', organization);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    step(`their own name at ${width} px`);
    await page.goto(`${bed.console}/console/${organization}/members`);
    await page.getByText(bed.people.long.name).first().waitFor();
    assert.deepEqual(await lost(page), []);
    await page.getByRole('button', { name: say('내 계정: {name}', { name: bed.people.long.name }) }).click();
    await page.getByRole('menuitem', { name: say('모든 곳에서 로그아웃') }).waitFor();
    assert.deepEqual(await lost(page), []);
    await page.keyboard.press('Escape');
  }

  step('a project with a name that is too long');
  await page.setViewportSize({ width: 1280, height: 800 });
  watched.expect(/status of 400/);
  await page.goto(`${bed.console}/console/${organization}/members?tab=projects`);
  await page.getByRole('button', { name: say('프로젝트 만들기') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('이름')).evaluate((input) => input.removeAttribute('maxlength'));
  await dialog.getByLabel(say('이름')).fill('한'.repeat(200));
  await dialog.getByRole('button', { name: say('저장') }).click();
  await dialog.getByRole('alert').getByText(/100/).waitFor();

  step('and one that is just as long as it may be');
  await dialog.getByLabel(say('이름')).fill('가'.repeat(100));
  await dialog.getByRole('button', { name: say('저장') }).click();
  await page.getByRole('cell', { name: '가'.repeat(100), exact: true }).waitFor();
  await page.setViewportSize({ width: 320, height: 800 });
  assert.deepEqual(await lost(page), []);
}
