// People at browsers. Each signs in once at Keycloak's own page; later pages of theirs begin signed in.
import { trap } from './trap.mjs';

/** Enough where other tests take both cores: only what never comes is waited for so long. */
const WAIT_MILLIS = 30_000;

/**
 * Says who somebody is at Keycloak's page, on one page or on two; by the keyboard alone where that is wanted.
 *
 * @param choose the organization that a person of several goes to, where the page asks
 * @param look what is looked at on each of the pages, called with what it asks for: `username`, `organization`, `password`
 */
export async function signIn(page, person, { keyboard = false, choose = null, look = async () => {} } = {}) {
  const fill = async (name, value) => {
    const field = page.locator(`#${name}`);
    await field.waitFor();
    await look(name);
    if (!keyboard) {
      await field.fill(value);
      return;
    }
    await tabTo(page, field);
    await page.keyboard.type(value);
  };
  const send = async () => (keyboard ? page.keyboard.press('Enter') : page.locator('#kc-login').click());
  await fill('username', person.email);
  if ((await page.locator('#password:visible').count()) === 0) {
    await send();
  }
  if (choose !== null) {
    await page.locator('#kc-user-organizations').waitFor();
    await look('organization');
    await page.getByRole('button', { name: choose.name, exact: true }).click();
  }
  await fill('password', person.password);
  await send();
}

/** Presses Tab until something has the focus, as people without a pointer do. */
export async function tabTo(page, locator, most = 80) {
  await locator.waitFor();
  for (let pressed = 0; pressed <= most; pressed++) {
    if (await locator.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${locator} did not get the focus in ${most} presses of Tab`);
}

/** The browser of the tests and who is signed in there. */
export class People {
  #browser;
  #bed;
  #kept = new Map();

  constructor(browser, bed) {
    this.#browser = browser;
    this.#bed = bed;
  }

  /** A context in a language, watched, in which nobody is signed in. */
  async fresh(language, options = {}) {
    const context = await this.#browser.newContext({
      locale: language === 'en' ? 'en-US' : 'ko-KR',
      timezoneId: 'Asia/Seoul',
      viewport: { width: 1280, height: 800 },
      colorScheme: 'light',
      contrast: 'no-preference',
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(WAIT_MILLIS);
    const watched = await trap(context, { console: this.#bed.console, signIn: this.#bed.keycloak });
    return { context, watched };
  }

  /** A context in which a person of the bed is signed in to an organization. */
  async signedIn(name, organization, language, options = {}) {
    const place = `${name} ${organization}`;
    if (!this.#kept.has(place)) {
      const { context } = await this.fresh(language);
      const page = await context.newPage();
      await page.goto(`${this.#bed.console}/console/sign-in?organization=${organization}`);
      await signIn(page, this.#bed.people[name]);
      await page.waitForURL(`**/console/${organization}/**`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      this.#kept.set(place, await context.storageState());
      await context.close();
    }
    return this.fresh(language, { storageState: withoutLanguage(this.#kept.get(place)), ...options });
  }
}

/** What a browser keeps but the reader's choice: the context's language holds. */
function withoutLanguage({ cookies, origins }) {
  return { cookies, origins: origins.map((each) => ({ ...each, localStorage: each.localStorage.filter(({ name }) => name !== 'hanok.console.language') })) };
}
