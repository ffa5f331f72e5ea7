// Looks at every screen in a browser with made-up data, in both languages and all schemes, and leaves pictures in test/screens:
// what one looks at while one draws. The same is held against the real control plane by test/browser.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from './browser/chromium.mjs';
import { lost, violations } from './browser/look.mjs';
import { trap } from './browser/trap.mjs';
import { start } from './fake.mjs';

const PORT = 4312;
const base = `http://127.0.0.1:${PORT}`;
const out = fileURLToPath(new URL('./screens/', import.meta.url));
/** Only screens whose names begin so. */
const wanted = process.argv[2];

const screens = {
  home: '',
  models: '/models',
  model: '/models/solar-pro-22b',
  keys: '/keys',
  batches: '/batches',
  'batches-of-file': '/batches?input=file-01JD0000000000000000000001',
  webhooks: '/webhooks',
  files: '/files',
  'files-none': '/files?purpose=evals',
  stored: '/stored',
  'stored-chat': '/stored?id=chatcmpl-01JD0000000000000000000001',
  'stored-response': '/stored?id=resp_01JD0000000000000000000001',
  'stored-conversation': '/stored?id=conv_01JD0000000000000000000001',
  'stored-absent': '/stored?id=resp_01JD0000000000000000000007',
  'stored-wrong': '/stored?id=nonsense',
  playground: '/playground?models=%5B%22solar-pro-22b%22%2C%22exaone-4-32b%22%5D',
  usage: '/usage',
  invoice: '/usage?tab=invoice',
  limits: '/limits',
  retention: '/retention',
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
  'platform-tenant-closing': '/tenants/ten_01JD0000000000000000000005',
  'platform-tenant-closed': '/tenants/ten_01JD0000000000000000000006',
  'platform-tenant-projects': `/tenants/${tenant}?tab=projects`,
  'platform-tenant-limits': `/tenants/${tenant}?tab=limits`,
  'platform-tenant-bill': `/tenants/${tenant}?tab=bill`,
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
/** Opened by a button of a screen, by its name in both languages; of an organisation where one is named. */
const dialogs = {
  'batches-create': ['/batches', /^(배치 만들기|Create a batch)$/, 'dalbit'],
  'batches-detail': ['/batches', /batch_01JD0000000000000000000003 (자세히|details)/, 'dalbit'],
  'files-upload': ['/files', /^(파일 올리기|Upload files)$/, 'dalbit'],
  'stored-code': ['/stored?id=chatcmpl-01JD0000000000000000000003', /^(코드 보기|View code)$/, 'dalbit'],
  'stored-delete': ['/stored?id=chatcmpl-01JD0000000000000000000003', /^(삭제|Delete)$/, 'dalbit'],
  'retention-change': ['/retention', /^(보관 기간 변경|Change retention)$/, 'dalbit'],
  'webhooks-create': ['/webhooks', /^(웹훅 만들기|Create a webhook)$/, 'dalbit'],
  'webhooks-log': ['/webhooks', /장부 서버/, 'dalbit'],
  'platform-tenant-create': ['/tenants', /테넌트 만들기|Create a tenant/],
  'platform-tenant-suspend': [`/tenants/${tenant}`, /^(정지|Suspend)$/],
  'platform-tenant-close': ['/tenants/ten_01JD0000000000000000000003', /^(폐쇄|Close)$/],
  'platform-deployment-create': ['/deployments', /배포하기|Deploy/],
};

const all = [
  ...Object.entries(screens).map(([name, path]) => ({ name, address: `dalbit${path}` })),
  ...Object.entries(platformScreens).map(([name, path]) => ({ name, address: `-${path}` })),
  ...Object.entries(dialogs).map(([name, [path, press, organization = '-']]) => ({ name, address: `${organization}${path}`, press })),
];
/** A dialog has come to its place. */
const SETTLED_MILLIS = 400;

const looks = ['ko', 'en'].flatMap((language) => ['light', 'dark', 'contrast'].flatMap((scheme) => [1366, 320].map((width) => [language, scheme, width])));

mkdirSync(out, { recursive: true });
const state = { roles: ['owner'], signedIn: true, operator: true };
const server = await start(PORT, state);
const browser = await launch();
const problems = [];

for (const [language, scheme, width] of looks) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: false });
  const watched = await trap(context, { console: base });
  watched.expect(/status of 404/);
  await context.addInitScript(
    ([lang, look]) => {
      localStorage.setItem('hanok.console.language', lang);
      localStorage.setItem('hanok.console.scheme', look);
    },
    [language, scheme],
  );
  for (const { name, address, press } of all) {
    if (wanted && !name.startsWith(wanted)) {
      continue;
    }
    state.operator = name !== 'platform-nobody';
    const page = await context.newPage();
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
    problems.push(...[...(await lost(page)), ...(await violations(page))].map((problem) => `${name} ${language} ${scheme} ${width}: ${problem}`));
    await page.close();
  }
  problems.push(...watched.problems);
  await context.close();
}

await browser.close();
server.close();
if (problems.length > 0) {
  console.error([...new Set(problems)].join('\n'));
  process.exit(1);
}
console.log('ok');
