import assert from 'node:assert/strict';
import { signIn } from './people.mjs';
import { conversation, playgroundOf, questionField } from './playground.mjs';
import { until } from './until.mjs';

/** More than a browser opens connections of HTTP/1.1 to one server. */
const FEEDS = 8;
const TOKENS = 40;

/** The console behind TLS: whatever comes from it comes by HTTP/2, feeds and answers piece by piece. */
export async function http2({ bed, say, step, nobody }) {
  const organization = bed.organization;
  const { page, context, watched } = await nobody();
  watched.expect(/status of 401.*\/session/, /status of 404.*\/spend_limit/);
  const seen = [];
  const watch = async (tab) => {
    const debuggers = await context.newCDPSession(tab);
    debuggers.on('Network.responseReceived', ({ response }) => seen.push(response));
    debuggers.on('Network.requestWillBeSent', ({ redirectResponse }) => redirectResponse && seen.push(redirectResponse));
    await debuggers.send('Network.enable');
  };
  const ours = () => seen.filter(({ url }) => url.startsWith(bed.console)).map(({ url, protocol }) => ({ path: new URL(url).pathname, protocol }));
  const came = (pattern) => ours().some(({ path }) => pattern.test(path));
  await watch(page);

  step('signing in');
  await page.goto(`${bed.console}/console/sign-in?organization=${organization.id}`);
  await signIn(page, bed.people.owner);
  await page.getByRole('heading', { level: 1, name: organization.name }).waitFor();
  const [cookie] = (await context.cookies(`${bed.console}/console/${organization.id}`)).filter(({ name }) => name === 'hanok_console');
  assert.ok(cookie.secure && cookie.httpOnly && cookie.sameSite === 'Strict');

  step('an answer comes piece by piece');
  const tab = await context.newPage();
  await watch(tab);
  await tab.goto(playgroundOf(bed, organization.id, bed.scripted));
  const field = questionField(tab, say);
  await field.fill(JSON.stringify({ script: { name: 'http2', tokens: TOKENS, gapMillis: 60 } }));
  await field.press('Enter');
  const text = conversation(tab, bed.scripted).locator('[class*=text]');
  await text.waitFor();
  const lengths = new Set();
  await until('the whole answer', async () => {
    lengths.add((await text.innerText()).length);
    return (await tab.getByRole('button', { name: say('중지') }).count()) === 0;
  });
  assert.ok(lengths.size > 3, `it grew: ${[...lengths]}`);

  step('more feeds at once than HTTP/1.1 has connections, beside other calls');
  await page.getByText(say('연결됨')).waitFor();
  const row = (where) => where.getByRole('main').locator('li', { hasText: bed.scripted });
  await row(page).first().waitFor();
  const others = [];
  for (let each = 1; each < FEEDS; each++) {
    const other = await context.newPage();
    await watch(other);
    await other.goto(`${bed.console}/console/${organization.id}/`);
    await other.getByText(say('연결됨')).waitFor();
    others.push(other);
  }
  const before = await row(page).count();
  await field.fill(JSON.stringify({ script: { name: 'http2-more', tokens: 3 } }));
  await field.press('Enter');
  for (const each of [page, ...others]) {
    await until('the feed tells of it', async () => (await row(each).count()) > before);
  }

  step('all of it came by HTTP/2');
  for (const pattern of [/^\/console\/assets\/.*\.js$/, /^\/console\/sign-in$/, /^\/console\/sign-in\/callback$/, /\/session$/, /\/requests\/live$/, /\/v1\/chat\/completions$/]) {
    assert.ok(came(pattern), `${pattern} was asked for`);
  }
  assert.ok(seen.some(({ url, protocol }) => url.startsWith(bed.keycloak) && protocol === 'http/1.1'), 'other protocols are told apart');
  assert.deepEqual([...new Set(ours().filter(({ protocol }) => protocol !== 'h2').map(({ path, protocol }) => `${protocol} ${path}`))], []);
}
