// Looks at every screen in a browser, in both languages and all schemes: nothing wider than the window at 320 px, no violation
// that axe finds, nothing that the Content-Security-Policy refuses, no request elsewhere, no error. Pictures lie in test/screens.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { start } from './fake.mjs';

const PORT = 4312;
const base = `http://127.0.0.1:${PORT}`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const out = fileURLToPath(new URL('./screens/', import.meta.url));
/** Only screens whose names begin so. */
const wanted = process.argv[2];

const screens = {
  home: '',
  models: '/models',
  model: '/models/solar-pro-22b',
  keys: '/keys',
  playground: '/playground?models=%5B%22solar-pro-22b%22%2C%22exaone-4-32b%22%5D',
  usage: '/usage',
  invoice: '/usage?tab=invoice',
  limits: '/limits',
  requests: '/receipts',
  receipts: '/receipts?id=req_01JD0000000000000000000000',
  members: '/members',
  invites: '/members?tab=invites',
  projects: '/members?tab=projects',
};

const tenant = 'ten_01JD0000000000000000000001';
/** Of those who run the platform, and of whoever is in no organisation. */
const platformScreens = {
  'platform-overview': '',
  'platform-tenants': '/tenants',
  'platform-codes': '/tenants?tab=codes',
  'platform-tenant': `/tenants/${tenant}`,
  'platform-tenant-made': '/tenants/ten_01JD0000000000000000000004',
  'platform-tenant-projects': `/tenants/${tenant}?tab=projects`,
  'platform-tenant-limits': `/tenants/${tenant}?tab=limits`,
  'platform-tenant-keys': `/tenants/${tenant}?tab=keys`,
  'platform-tenant-invites': `/tenants/${tenant}?tab=invites`,
  'platform-tenant-audit': `/tenants/${tenant}?tab=audit`,
  'platform-deployments': '/deployments',
  'platform-deployment': '/deployments/dep_01JD0000000000000000000003',
  'platform-deployment-failed': '/deployments/dep_01JD0000000000000000000004',
  'platform-sites': '/sites',
  'platform-nodes': '/sites?tab=nodes',
  'platform-registry': '/registry',
  'platform-family': '/registry/model_01JD0000000000000000000001',
  'platform-mail': '/mail',
  'platform-operators': '/operators',
  'platform-audit': '/audit',
  'platform-nobody': '',
};
/** Opened by a button of a screen, by its name in both languages. */
const dialogs = {
  'platform-tenant-create': ['/tenants', /테넌트 만들기|Create a tenant/],
  'platform-tenant-suspend': [`/tenants/${tenant}`, /^(정지|Suspend)$/],
  'platform-deployment-create': ['/deployments', /배포하기|Deploy/],
};

const all = [
  ...Object.entries(screens).map(([name, path]) => ({ name, address: `dalbit${path}` })),
  ...Object.entries(platformScreens).map(([name, path]) => ({ name, address: `-${path}` })),
  ...Object.entries(dialogs).map(([name, [path, press]]) => ({ name, address: `-${path}`, press })),
];
/** A dialog has come to its place. */
const SETTLED_MILLIS = 400;

const looks = [
  ['ko', 'light', 1366],
  ['en', 'dark', 1366],
  ['ko', 'contrast', 1366],
  ['en', 'light', 320],
  ['ko', 'dark', 320],
  ['en', 'contrast', 320],
  ['en', 'light', 1366],
  ['ko', 'dark', 1366],
  ['en', 'contrast', 1366],
];

mkdirSync(out, { recursive: true });
const state = { roles: ['owner'], signedIn: true, operator: true };
const server = await start(PORT, state);
const browser = await chromium.launch({
  executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const problems = [];

for (const [language, scheme, width] of looks) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: false });
  await context.addInitScript(
    ([lang, look]) => {
      localStorage.setItem('hanok.console.language', lang);
      localStorage.setItem('hanok.console.scheme', look);
      document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
    },
    [language, scheme],
  );
  for (const { name, address, press } of all) {
    if (wanted && !name.startsWith(wanted)) {
      continue;
    }
    state.operator = name !== 'platform-nobody';
    const at = `${name} ${language} ${scheme} ${width}`;
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !/404/.test(message.text())) {
        problems.push(`${at}: ${message.text().slice(0, 300)}`);
      }
    });
    page.on('pageerror', (error) => problems.push(`${at}: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(base) && !request.url().startsWith('blob:')) {
        problems.push(`${at}: a request to ${request.url()}`);
      }
    });
    await page.goto(`${base}/console/${address}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (name === 'playground') {
      const field = page.getByRole('textbox').first();
      await field.fill('대한민국의 수도는 어디인가요?');
      await field.press('Enter');
      await page.getByText('940만').last().waitFor();
      await page.getByText('0.0414').last().waitFor();
    }
    await page.waitForLoadState('networkidle');
    if (press) {
      await page.getByRole('button', { name: press }).first().click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(SETTLED_MILLIS);
    }
    await page.screenshot({ path: `${out}${name}-${language}-${scheme}-${width}.png`, fullPage: true });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) {
      problems.push(`${at}: ${over} px wider than the window`);
    }
    // axe comes by the debugger, which the page's policy does not bind.
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
    for (const { id, nodes } of violations) {
      problems.push(`${at}: axe ${id} ${nodes.slice(0, 2).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message?.slice(0, 160) ?? ''}`).join(' | ')}`);
    }
    await page.close();
  }
  await context.close();
}

await browser.close();
server.close();
if (problems.length > 0) {
  console.error([...new Set(problems)].join('\n'));
  process.exit(1);
}
console.log('ok');
