import { expect, test as base, type BrowserContext, type Cookie, type Page } from '@playwright/test';
import { Authenticator } from './authenticator.ts';
import { hasConflict, isPlain, isUndisclosed, type Patient, type Staff } from './demo.ts';
import { Hospital } from './hospital.ts';
import { Hikae } from './server.ts';

export { expect } from '@playwright/test';
export { hasConflict, insuredNumber, isUndisclosed } from './demo.ts';

export type Language = 'ja' | 'en';

interface Elsewhere {
  page: Page;
  authenticator: Authenticator;
}

interface Fixtures {
  /** The server of this test. */
  hikae: Hikae;
  /** The language that the browser asks for. */
  language: Language;
  /** What holds the passkeys of `page`. */
  authenticator: Authenticator;
  /** Somebody with a letter who was never here. */
  newcomer: Patient;
  /** Signs somebody of a certain kind in on `page`, with an account of their own. */
  signIn: (wanted: (patient: Patient) => boolean) => Promise<Patient>;
  /** Somebody with an account of their own, signed in on `page`. */
  patient: Patient;
  /** The first person of the demo, signed in on `page`. Tests share them, so they only read. */
  reader: Patient;
  /** Another browser, which runs scripts whatever `page` does, with an authenticator of its own. */
  elsewhere: Elsewhere;
  /** A hospital's program. */
  hospital: Hospital;
  /** A member of support staff, signed in on a page beside `page`. For tests with a server of their own. */
  desk: Page;
  /** Fails the test when a page says something on the console: a script that threw, a policy that was broken. */
  quiet: void;
}

interface Shared {
  /** The worker's server, until its people are used up; and the reader's session there. */
  shared: { hikae?: Hikae; reader?: Cookie[] };
}

export const test = base.extend<Fixtures, Shared>({
  shared: [
    async ({}, use) => {
      const shared: Shared['shared'] = {};
      await use(shared);
      await shared.hikae?.stop();
    },
    { scope: 'worker' },
  ],

  hikae: async ({ shared }, use, info) => {
    const left = shared.hikae?.left() ?? [];
    // No test needs more people than that.
    if (left.filter(isPlain).length < 3 || !left.some(hasConflict) || !left.some(isUndisclosed)) {
      await shared.hikae?.stop();
      delete shared.reader;
      shared.hikae = await Hikae.fresh();
    }
    const before = shared.hikae!.log().length;
    await use(shared.hikae!);
    if (info.status !== info.expectedStatus) await info.attach('server.log', { body: shared.hikae!.log().slice(before) });
  },

  baseURL: async ({ hikae }, use) => use(hikae.url),

  language: async ({ locale }, use) => use(locale?.startsWith('ja') ? 'ja' : 'en'),

  authenticator: async ({ page }, use) => use(await Authenticator.on(page)),

  elsewhere: async ({ browser, baseURL, locale }, use) => {
    // Said aloud: what is left unsaid is taken from the project, which may have switched scripts off.
    const context = await browser.newContext({ baseURL, locale, javaScriptEnabled: true });
    const page = await context.newPage();
    await use({ page, authenticator: await Authenticator.on(page) });
    await context.close();
  },

  newcomer: async ({ hikae }, use) => use(hikae.claim()),

  signIn: async ({ hikae, context, page, authenticator: _, javaScriptEnabled, elsewhere }, use) => {
    await use(async (wanted) => {
      const patient = hikae.claim(wanted);
      if (javaScriptEnabled === false) {
        // A passkey cannot be made without scripts: the session comes from a browser beside this one.
        await activate(elsewhere.page, patient);
        await moveSession(elsewhere.page.context(), context);
      } else {
        await activate(page, patient);
      }
      return patient;
    });
  },

  patient: async ({ signIn }, use) => use(await signIn(isPlain)),

  reader: async ({ hikae, shared, context, elsewhere }, use) => {
    const reader = hikae.demo.patients[0]!;
    if (shared.reader === undefined) {
      await activate(elsewhere.page, reader);
      shared.reader = await elsewhere.page.context().cookies();
    }
    await context.addCookies(shared.reader);
    await use(reader);
  },

  desk: async ({ hikae, browser, baseURL, locale }, use) => {
    const context = await browser.newContext({ baseURL, locale, javaScriptEnabled: true });
    const page = await context.newPage();
    await Authenticator.on(page);
    await startWork(page, hikae.demo.staff.find(({ role }) => role === 'support')!);
    await use(page);
    await context.close();
  },

  hospital: async ({ hikae }, use) => use(new Hospital(hikae.url, hikae.demo.holders[0]!)),

  quiet: [
    async ({ context }, use) => {
      const said: string[] = [];
      context.on('console', (message) => {
        // A refused request is what many tests are about; its page says so in words.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) said.push(message.text());
      });
      context.on('weberror', (error) => said.push(String(error.error())));
      await use();
      expect(said, 'the console stays silent').toEqual([]);
    },
    { auto: true },
  ],
});

/** As `test`, with a server of its own for each test: whoever is invited to work there comes only once. */
export const testAlone = test.extend({
  hikae: async ({}, use, info) => {
    const hikae = await Hikae.fresh();
    await use(hikae);
    if (info.status !== info.expectedStatus) await info.attach('server.log', { body: hikae.log() });
    await hikae.stop();
  },
});

/** Opens an account; the page stands on /welcome then. */
export async function activate(page: Page, patient: Patient): Promise<void> {
  await page.goto('/activate');
  await page.locator('[name=code]').fill(patient.activation_code);
  await page.locator('[name=birth_date]').fill(patient.birth_date);
  await page.locator('[data-do=open-activation]').click();
  await page.locator('[data-do=make-passkey]').click();
  await page.waitForURL('**/welcome');
}

/** Takes an invitation to work; the page stands where the work begins then. */
export async function startWork(page: Page, worker: Staff): Promise<void> {
  await page.goto('/activate?invited');
  await page.locator('[name=code]').fill(worker.activation_code);
  await page.locator('[data-do=open-activation]').click();
  await page.locator('[data-do=make-passkey]').click();
  await page.waitForURL((url) => url.pathname !== '/activate');
}

async function moveSession(from: BrowserContext, to: BrowserContext): Promise<void> {
  await to.addCookies(await from.cookies());
  await from.clearCookies();
}

export const signOut = (page: Page) => page.locator('form[action="/do/session/end"] button').first().click();

/** Waits until the page's islands are awake. Before that its forms work as forms. */
export const awake = (page: Page) => page.waitForLoadState('networkidle');

/** The switch of a scope. */
export const switchOf = (page: Page, scope: string) => page.locator(`[role=switch][data-scope="${scope}"]`);

/** The page's one heading of the first rank, with words in it, in the language that was asked for. */
export async function expectOnePage(page: Page, language: Language): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  await expect(page.locator('h1')).toHaveCount(1);
  await expect(page.locator('h1')).not.toBeEmpty();
  await expect(page).toHaveTitle(/.+/);
}
