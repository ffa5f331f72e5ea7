import { lost, SCHEMES, show, violations } from './look.mjs';
import { openai } from './openai.mjs';
import { photograph } from './pictures.mjs';
import { conversation, questionField } from './playground.mjs';

/** Views of a screen that its address decides, beside the one without any. */
const VIEWS = {
  '/$org/usage': ['?tab=invoice', '?by=key&range=1h'],
  '/$org/members': ['?tab=invites', '?tab=projects'],
  '/$org/receipts': ['?id=$receipt'],
  '/$org/stored': ['?id=$chat'],
  '/-/tenants': ['?tab=codes'],
  '/-/tenants/$id': ['?tab=projects', '?tab=limits', '?tab=bill', '?tab=keys', '?tab=invites', '?tab=audit'],
};

/** What is done on a screen before it is looked at. */
const BEFORE = { '/$org/playground': askPlayground };

/** Whose screens are below a path; those that are below none are everybody's, as are the ends of sign-ins. */
const PEOPLE = [
  ['/$org', 'owner'],
  ['/-', 'operator'],
];

/** A small telephone, and a window of 1280 px at 200 %. */
const NARROW_WIDTHS = [320, 640];

/**
 * Every screen in a language: all schemes by axe, and nothing lost where it is narrow. Which screens there are is what the
 * application's router says.
 */
export async function screens({ bed, step, signedIn, nobody, language, say }) {
  const problems = [];
  const look = async (page, name) => {
    for (const scheme of Object.keys(SCHEMES)) {
      await show(page, scheme);
      problems.push(...(await violations(page, scheme !== 'light')).map((problem) => `${name} ${language} ${scheme}: ${problem}`));
    }
    for (const width of NARROW_WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      problems.push(...(await lost(page)).map((problem) => `${name} ${language} ${width} px: ${problem}`));
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  };

  step('a request and a file, for there to be something to see');
  const { receipt, chat } = await somethingToSee(bed);

  step('which screens there are');
  const { page: outside, watched } = await nobody();
  watched.expect(/status of 401/);
  await outside.goto(`${bed.console}/console/`);
  await settled(outside, say);
  const pages = new Map([[undefined, outside]]);
  const routes = await routesOf(outside);
  if (!routes.includes('/$org/keys')) {
    throw new Error(`these are not the routes of the console: ${routes}`);
  }

  for (const route of routes) {
    const person = personOf(route);
    const organization = person === 'operator' ? '-' : bed.organization.id;
    if (!pages.has(person)) {
      const opened = await signedIn(person, organization);
      // A tenant without an identity provider of its own is asked for it.
      opened.watched.expect(/status of 404.*\/identity_provider/);
      pages.set(person, opened.page);
    }
    const page = pages.get(person);
    for (const view of ['', ...(VIEWS[route] ?? [])]) {
      const address = filled(`${route}${view}`, { org: organization, receipt, chat, id: bed.places[route] });
      step(`${address} as ${person ?? 'nobody'}`);
      await page.goto(`${bed.console}/console${address}`);
      await settled(page, say);
      if ((await page.getByText(say('이 화면을 볼 권한이 없습니다')).count()) > 0) {
        throw new Error(`${person} may not see ${address}`);
      }
      await BEFORE[route]?.(page, { bed, say });
      await photograph(page, bed.pictures, `${route}${view}`, language);
      await look(page, address);
    }
  }
  step('a screen of an organization without a session');
  await outside.goto(`${bed.console}/console/${bed.organization.id}/keys`);
  await settled(outside, say);
  await look(outside, 'keys of nobody');
  if (problems.length > 0) {
    throw new Error([...new Set(problems)].join('\n'));
  }
}

/** The paths of all screens, as the router of the running application has them. */
function routesOf(page) {
  return page.evaluate(() => Object.keys(window.__TSR_ROUTER__.routesByPath));
}

/** Who looks at a screen; nobody in particular where everybody may. */
function personOf(route) {
  return route.endsWith('/signed-in') ? undefined : PEOPLE.find(([path]) => route === path || route === `${path}/` || route.startsWith(`${path}/`))?.[1];
}

/** An address with everything in its places. */
function filled(address, places) {
  return address.replace(/\$(\w+)/g, (_, name) => {
    if (places[name] === undefined) {
      throw new Error(`${address}: what stands for $${name} in the places of the tests' bed?`);
    }
    return encodeURIComponent(places[name]);
  });
}

/** Waits until a screen has all that it asked for. */
async function settled(page, say) {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForFunction((loading) => ![...document.querySelectorAll('[role=status]')].some(({ textContent }) => textContent.trim() === loading), say('불러오는 중입니다'));
  await page.evaluate(() => document.fonts.ready);
}

async function askPlayground(page, { bed, say }) {
  await page.getByRole('combobox', { name: say('모델 {0}', { 0: 1 }) }).selectOption(bed.scripted);
  const field = questionField(page, say);
  await field.fill('대한민국의 수도는 어디인가요?');
  await field.press('Enter');
  await conversation(page, bed.scripted).getByText(say('영수증'), { exact: true }).first().waitFor();
}

/** Makes a request of the organization that is kept, and a file; returns the ids of its receipt and of its chat. */
async function somethingToSee(bed) {
  const client = openai(bed, bed.organization.key);
  const { data, response } = await client.chat.completions
    .create({ model: bed.scripted, store: true, metadata: { 팀: '고객지원' }, messages: [{ role: 'user', content: '대한민국의 수도는 어디인가요?' }] })
    .withResponse();
  await client.files.create({ file: new File(['상담 안내'], '상담 매뉴얼.txt'), purpose: 'user_data' });
  return { receipt: response.headers.get('x-receipt-id'), chat: data.id };
}
