import { Authenticator } from '../authenticator.ts';
import { activate, expect, expectOnePage, signOut, switchOf, test } from '../fixtures.ts';
import type { Page } from '@playwright/test';

test('without scripts the page says that a passkey needs them, and names the phone and the paper @nojs', async ({ page, language }) => {
  await page.goto('/activate');
  await expectOnePage(page, language);
  await expect(page.locator('main')).toContainText('0120-000-000');
  await expect(page.locator('main a[href="/help"]').first()).toBeVisible();
});

test('a letter and a birth date open an account @js', async ({ page, authenticator, newcomer, language }) => {
  await activate(page, newcomer);
  await expectOnePage(page, language);
  const [passkey, ...others] = await authenticator.passkeys();
  expect(others).toEqual([]);
  expect(passkey?.isResidentCredential, 'signing in needs no user name').toBe(true);
  await page.goto('/overview');
  await expectOnePage(page, language);
  await expect(page).toHaveURL(/\/overview$/);
  await expect(page.locator('main a[href="/welcome"], main a[href="/account"]').first(), 'a second way back is offered again').toBeVisible();
});

test('the code of a QR link is filled in, and never sent before the person does @js', async ({ page, newcomer }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`/activate#code=${newcomer.activation_code}`);
  await expect(page.locator('[name=code]')).toHaveValue(newcomer.activation_code);
  expect(asked.filter((url) => url.split('#')[0]!.includes(newcomer.activation_code))).toEqual([]);
});

test('a code may be typed as people type @js', async ({ page, authenticator: _, newcomer }) => {
  await page.goto('/activate');
  await page.locator('[name=code]').fill(` ${newcomer.activation_code.toLowerCase().replaceAll('-', ' ')} `);
  await page.locator('[name=birth_date]').fill(newcomer.birth_date.replaceAll('-', ''));
  await page.locator('[data-do=open-activation]').click();
  await page.locator('[data-do=make-passkey]').click();
  await page.waitForURL('**/welcome');
});

test('a wrong code is refused with what was typed still there @js', async ({ page, newcomer }) => {
  await open(page, '00000-00000-0000', newcomer.birth_date);
  await expectRefused(page);
  await expect(page.locator('[name=code]')).toHaveValue('00000-00000-0000');
  await expect(page.locator('[name=birth_date]')).toHaveValue(newcomer.birth_date);
});

test('the summary of what is wrong leads to the field @js', async ({ page }) => {
  await page.goto('/activate');
  await page.locator('[data-do=open-activation]').click();
  const link = page.locator('main [role=alert] a[href^="#"], main .summary a[href^="#"]').first();
  await expect(link).toBeVisible();
  await link.click();
  await expect(page.locator('[name=code]')).toBeFocused();
  await expect(page.locator('[name=code]')).toHaveAttribute('aria-invalid', 'true');
});

test('a wrong birth date is refused, the right one then is not @js', async ({ page, authenticator: _, newcomer }) => {
  await open(page, newcomer.activation_code, '1900-01-01');
  await expectRefused(page);
  await page.locator('[name=birth_date]').fill(newcomer.birth_date);
  await page.locator('[data-do=open-activation]').click();
  await page.locator('[data-do=make-passkey]').click();
  await page.waitForURL('**/welcome');
});

test('the fifth wrong birth date locks the code, for the right one too @js', async ({ page, newcomer }) => {
  await page.goto('/activate');
  await page.locator('[name=code]').fill(newcomer.activation_code);
  for (let n = 1; n <= 5; n++) {
    await page.locator('[name=birth_date]').fill(`1900-01-0${n}`);
    const answered = page.waitForResponse('**/do/activation/begin');
    await page.locator('[data-do=open-activation]').click();
    expect((await answered).ok()).toBe(false);
    await expectRefused(page);
  }
  await page.locator('[name=birth_date]').fill(newcomer.birth_date);
  const answered = page.waitForResponse('**/do/activation/begin');
  await page.locator('[data-do=open-activation]').click();
  expect((await answered).status()).toBe(423);
  await expectRefused(page);
});

test('a code opens one account and no second @js', async ({ page, authenticator: _, newcomer }) => {
  await activate(page, newcomer);
  await signOut(page);
  await open(page, newcomer.activation_code, newcomer.birth_date);
  await expectRefused(page);
});

test('who closes the passkey dialogue may try again @js', async ({ page, newcomer }) => {
  // No authenticator is there: the browser gives up by itself when the page says so.
  await page.addInitScript(() => {
    const create = navigator.credentials.create.bind(navigator.credentials);
    let first = true;
    navigator.credentials.create = (options) => {
      if (!first) return create(options);
      first = false;
      return Promise.reject(new DOMException('closed', 'NotAllowedError'));
    };
  });
  await open(page, newcomer.activation_code, newcomer.birth_date);
  await page.locator('[data-do=make-passkey]').click();
  await expectRefused(page);
  await Authenticator.on(page);
  await page.locator('[data-do=make-passkey]').click();
  await page.waitForURL('**/welcome');
});

test('a second passkey is a second way back @js', async ({ page, patient: _, authenticator }) => {
  await authenticator.replace();
  await page.locator('[data-do=add-passkey]').click();
  // The page goes on by itself once the server has taken the passkey.
  await page.waitForURL('**/overview');
  expect(await authenticator.passkeys()).toHaveLength(1);
  await expect(page.locator('main a[href="/welcome"]'), 'nobody is reminded of what they have done').toHaveCount(0);
  await signOut(page);
  await page.goto('/sign-in');
  await page.locator('[data-do=sign-in]').click();
  await page.waitForURL('**/overview');
});

test('a printed recovery code lets in whoever lost everything, with a day of caution @js', async ({ page, patient: _, elsewhere, language }) => {
  // A refusal from before, so that there is something that must not be taken back.
  await page.goto('/choices');
  await switchOf(page, 'commercial').click();
  await expect(switchOf(page, 'commercial')).toHaveAttribute('aria-checked', 'false');

  const code = await issueRecoveryCode(page);

  const found = elsewhere.page;
  await recover(found, code);
  await found.waitForURL('**/account/recovery-code');
  await expect(found.locator('[data-recovery-code]'), 'the next way back is there at once').not.toHaveAttribute('data-recovery-code', code);
  await expectOnePage(found, language);
  await found.locator('form[action="/do/recovery-code/kept"] button').click();
  await found.waitForURL('**/overview');
  await expectOnePage(found, language);

  const history = await found.goto('/usage');
  expect(history?.status(), 'the history is closed').toBe(403);
  await expect(found.locator('[data-use]')).toHaveCount(0);
  await found.goto('/choices');
  await expect(switchOf(found, 'commercial'), 'nothing refused is taken back').toBeDisabled();
  await switchOf(found, 'purpose:education').click();
  await expect(switchOf(found, 'purpose:education'), 'refusing goes on').toHaveAttribute('aria-checked', 'false');

  // Every session from before ended; the old passkey opens one thing only: cancelling.
  await page.goto('/overview');
  await expect(page).toHaveURL(/\/sign-in/);
  await page.locator('[data-do=sign-in]').click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  await page.goto('/account');
  const cancel = page.locator('form[action="/do/recovery/cancel"] button');
  await expect(cancel).toBeVisible();
  expect((await page.goto('/choices'))?.status()).toBe(403);
  await page.goto('/account');
  await cancel.click();

  await found.goto('/overview');
  await expect(found, 'the recovery is undone').toHaveURL(/\/sign-in/);
  await page.goto('/sign-in');
  if (new URL(page.url()).pathname === '/sign-in') {
    await page.locator('[data-do=sign-in]').click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
  }
  expect((await page.goto('/usage'))?.status()).toBe(200);
});

test('a recovery code works once @js', async ({ page, patient: _, elsewhere }) => {
  const code = await issueRecoveryCode(page);
  const found = elsewhere.page;
  await recover(found, code);
  await found.waitForURL('**/account/recovery-code');
  await signOut(found);
  await found.goto('/recover');
  await found.locator('[name=code]').fill(code);
  await found.locator('[data-do=recover]').click();
  await expectRefused(found);
});

test('a recovery code that was never printed is refused @js', async ({ page }) => {
  await page.goto('/recover');
  await page.locator('[name=code]').fill('00000-00000-00000-00000-00000-0');
  await page.locator('[data-do=recover]').click();
  await expectRefused(page);
});

test('two letters make two accounts, and each sees their own @js @desktop', async ({ page, patient: _, elsewhere, newcomer }) => {
  await activate(elsewhere.page, newcomer);
  await elsewhere.page.goto('/choices');
  await page.goto('/choices');
  const madeFor = (of: Page) => of.locator('input[name=for]').first().getAttribute('value');
  expect(await madeFor(elsewhere.page)).not.toBe(await madeFor(page));
});

async function open(page: Page, code: string, birthDate: string): Promise<void> {
  await page.goto('/activate');
  await page.locator('[name=code]').fill(code);
  await page.locator('[name=birth_date]').fill(birthDate);
  await page.locator('[data-do=open-activation]').click();
}

/** Words, where whoever does not see them hears them; and nothing was opened. */
async function expectRefused(page: Page): Promise<void> {
  const said = page.locator('main [role=alert]:visible').first();
  await expect(said).toBeVisible();
  await expect(said).toContainText(/\S{2,}/);
  await expect(page).toHaveURL(/\/(activate|recover)/);
}

async function issueRecoveryCode(page: Page): Promise<string> {
  await page.goto('/welcome');
  await page.locator('form[action="/do/recovery-code/issue"] button').click();
  await page.waitForURL('**/account/recovery-code');
  const code = /([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]/.exec(await page.locator('main').innerText())?.[0];
  expect(code, 'the code is there to be printed').toBeTruthy();
  await page.locator('form[action="/do/recovery-code/kept"] button').click();
  await page.goto('/account/recovery-code');
  await expect(page.locator('main'), 'it is not shown again').not.toContainText(code!);
  return code!;
}

async function recover(page: Page, code: string): Promise<void> {
  await page.goto('/recover');
  await page.locator('[name=code]').fill(code);
  await page.locator('[data-do=recover]').click();
  await page.locator('[data-do=make-passkey]').click();
}
