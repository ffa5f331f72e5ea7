import assert from 'node:assert/strict';
import { isBlank } from './look.mjs';
import { playgroundOf, questionField } from './playground.mjs';
import { until } from './until.mjs';

const ASSETS = '**/console/assets/**';
const TYPED = '아직 보내지 않은 질문';

/** A page of a version that is not installed any more, or that cannot reach its server, goes to screens it has not loaded yet. */
export async function oldVersion({ bed, say, step, signedIn }) {
  const organization = bed.organization.id;
  const { page, context, watched } = await signedIn('owner', organization);
  watched.expect(/status of 404.*\/console\/assets\//, /\/console\/assets\/.*|dynamically imported module/, /ERR_INTERNET_DISCONNECTED/);
  const menu = page.getByRole('navigation', { name: say('주 메뉴') });
  const link = (name) => menu.getByRole('link', { name, exact: true });
  const heading = (name) => page.getByRole('heading', { level: 1, name });
  let loads = 0;
  let isNew = false;
  const gone = new Set();
  page.on('load', () => loads++);
  page.on('request', (request) => {
    isNew ||= request.isNavigationRequest();
  });
  /** From here on the page is one of an old version: what it has not loaded yet is gone, until a page is loaded anew. */
  const becomeOld = async (isGoneFromNew) => {
    await page.waitForLoadState('networkidle');
    loads = 0;
    isNew = false;
    gone.clear();
    await context.unroute(ASSETS);
    await context.route(ASSETS, (route) => {
      const { pathname } = new URL(route.request().url());
      if (isNew && !(isGoneFromNew && gone.has(pathname))) {
        return route.continue();
      }
      gone.add(pathname);
      // The server's own answer where a file is not there.
      return route.continue({ url: `${bed.console}/console/assets/gone-00000000.js` });
    });
  };

  step('looking at a link to a screen whose program is gone');
  await page.goto(playgroundOf(bed, organization, bed.scripted));
  const field = questionField(page, say);
  await field.fill(TYPED);
  await becomeOld(false);
  await link(say('사용량과 비용')).hover();
  await until('its program is asked for', () => gone.size > 0);
  await page.waitForTimeout(500);
  assert.equal(loads, 0, 'nothing is loaded anew');
  assert.equal(await field.inputValue(), TYPED);

  step('going there: the new version is loaded, at the screen that was gone to');
  const loaded = page.waitForEvent('load');
  await link(say('사용량과 비용')).click({ noWaitAfter: true });
  await loaded;
  await heading(say('사용량과 비용')).waitFor();
  assert.equal(loads, 1);

  step('its program is gone from the new version too');
  await page.goto(playgroundOf(bed, organization, bed.scripted));
  await questionField(page, say).waitFor();
  await becomeOld(true);
  await link(say('한도')).click({ noWaitAfter: true });
  const alert = page.getByRole('main').getByRole('alert').first();
  await alert.waitFor();
  assert.match(await alert.innerText(), /console_error/);
  assert.equal(loads, 1, 'it is loaded anew once, and not again and again');
  assert.ok(!(await isBlank(page)));
  await link(say('모델', {}, 'menu')).click();
  await heading(say('모델')).waitFor();
  await context.unroute(ASSETS);

  step('nothing answers');
  await page.goto(playgroundOf(bed, organization, bed.scripted));
  await questionField(page, say).fill(TYPED);
  await page.waitForLoadState('networkidle');
  loads = 0;
  await context.setOffline(true);
  await link(say('영수증')).hover();
  await page.waitForTimeout(500);
  assert.equal(await questionField(page, say).inputValue(), TYPED);
  await link(say('영수증')).click();
  await alert.waitFor();
  assert.match(await alert.innerText(), /unreachable/);
  assert.equal(loads, 0, "the browser's own page of errors is not shown");
  assert.ok(await link(say('홈')).isVisible());

  step('it is back');
  await context.setOffline(false);
  await link(say('홈')).click();
  await heading(bed.organization.name).waitFor();
  await link(say('영수증')).click();
  await heading(say('영수증')).waitFor();
  assert.equal(loads, 0);
}
