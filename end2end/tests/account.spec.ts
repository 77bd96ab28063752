import { expect, expectOnePage, switchOf, test } from '../fixtures.ts';
import { expectSound } from '../sound.ts';

test('the account shows the passkey and this session', async ({ page, patient: _, language }) => {
  await page.goto('/account');
  await expectOnePage(page, language);
  await expect(page.locator('form[action="/do/recovery-code/issue"]').first()).toBeAttached();
  await expect(page.locator('main time').first()).toBeVisible();
});

test('the last passkey cannot be removed', async ({ page, patient: _, baseURL }) => {
  await page.goto('/account');
  await expect(page.locator('form[action="/do/passkey/remove"]'), 'it is not even offered').toHaveCount(0);
  const passkey = (await page.locator('[data-passkey]').getAttribute('data-passkey'))!;
  const answered = await page.request.post('/do/passkey/remove', {
    form: { passkey },
    headers: { origin: baseURL!, accept: 'application/json' },
    maxRedirects: 0,
  });
  expect(answered.status()).toBe(409);
  await page.goto('/account');
  await expect(page.locator('[data-passkey]')).toHaveCount(1);
});

test('a second passkey is added and the first one removed @js', async ({ page, patient: _, authenticator }) => {
  await page.goto('/account');
  const first = (await page.locator('[data-passkey]').getAttribute('data-passkey'))!;
  await authenticator.replace();
  await page.locator('[data-do=add-passkey]').click();
  await expect(page.locator('[data-passkey]')).toHaveCount(2);

  const row = page.locator(`[data-passkey="${first}"]`);
  await row.locator('summary').click();
  await row.locator('form[action="/do/passkey/remove"] button').click();
  // The session ends with the passkey that began it; the other one goes on from there.
  await page.waitForURL('**/sign-in?**');
  await expect(page.locator('main [role=status]')).toBeVisible();
  await page.locator('[data-do=sign-in]').click();
  await page.waitForURL('**/account');
  await expect(page.locator('[data-passkey]')).toHaveCount(1);
  await expect(row).toHaveCount(0);
});

test('one button protects at once, and only the desk can end it', async ({ page, patient: _, language }) => {
  await page.goto('/account');
  const section = page.locator('#protection');
  await section.locator('summary').click();
  await expect(section.locator('li')).toHaveCount(4);
  await section.locator('form[action="/do/account/protect"] button').click();
  await page.waitForURL('**/account?done=protected**');
  await expectOnePage(page, language);
  await expect(section.locator('[data-protected]')).toBeVisible();
  await expect(page.locator('form[action="/do/account/protect"]')).toHaveCount(0);
});

test('another session is seen and ended from here @js', async ({ page, patient: _, authenticator, elsewhere }) => {
  const other = elsewhere.page;
  await authenticator.copyTo(elsewhere.authenticator);
  await other.goto('/sign-in');
  await other.locator('[data-do=sign-in]').click();
  await other.waitForURL('**/overview');

  await page.goto('/account');
  const end = page.locator('form[action="/do/session/end-other"] button');
  await expect(end).toHaveCount(1);
  await end.click();
  await expect(end).toHaveCount(0);
  await other.goto('/overview');
  await expect(other).toHaveURL(/\/sign-in/);
});

test('whoever changes the sign-in finds a notice of it, and can put it away @js', async ({ page, patient: _, authenticator }) => {
  await authenticator.replace();
  await page.locator('[data-do=add-passkey]').click();
  await page.waitForURL('**/overview');
  const seen = page.locator('main form[action="/do/notice/seen"] button');
  const before = await seen.count();
  expect(before).toBeGreaterThan(0);
  await seen.first().click();
  await expect(seen).toHaveCount(before - 1);
});

test('every page of one’s own is kept from caches @desktop', async ({ page, reader: _ }) => {
  for (const path of ['/overview', '/usage', '/choices', '/decisions', '/account']) {
    expect((await page.request.get(path)).headers()['cache-control'], path).toContain('no-store');
  }
});

test('the language is kept through a decision', async ({ page, patient: _, language }) => {
  const other = language === 'ja' ? 'en' : 'ja';
  await page.goto('/choices');
  await page.locator('form[action="/do/language/set"] button').first().click();
  await expectOnePage(page, other);
  await switchOf(page, 'purpose:education').click();
  await expect(page.locator('#saved')).toBeVisible();
  await expect(page.locator('#saved')).toContainText(other === 'ja' ? '教育・研修' : /education and training/i);
});

test('nobody is signed out without having been told, and one button keeps the sign-in @js', async ({ page, patient: _ }) => {
  await page.clock.install();
  await page.goto('/inquiries');
  const told = page.locator('[data-time-out]');
  const stay = told.locator('[data-do=stay]');
  const text = page.locator('main textarea[name=text]');
  await text.fill('なぜ渡されたのですか。');
  // The page counts on 29 of the 30 minutes: a use of a session is not written down each time.
  await page.clock.fastForward('26:30');
  await expect(told, 'more than two minutes are left').toBeHidden();
  await page.clock.fastForward('00:40');
  await expect(told.locator('p:visible [data-value=time]')).toHaveText(/^\d{1,2}:\d\d$/);
  await expect(stay).toBeVisible();
  await expect(text, 'the focus stays').toBeFocused();
  await expectSound(page, 'the sign-in is about to end');

  const asked = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/account');
  await stay.click();
  expect((await asked).status()).toBe(200);
  await expect(told).toBeHidden();
  await expect(text, 'the focus comes back').toBeFocused();
  await expect(text).toHaveValue('なぜ渡されたのですか。');
  await page.clock.fastForward('26:30');
  await expect(told, 'the time begins anew').toBeHidden();

  await page.clock.fastForward('04:00');
  await expect(told).toBeVisible();
  await expect(stay).toBeHidden();
  await expect(told.locator('a')).toHaveAttribute('href', '/sign-in?next=%2Finquiries');
  await expect(text).toHaveValue('なぜ渡されたのですか。');
  await expectSound(page, 'the sign-in has ended');
});

test('a sign-in that ended elsewhere is not kept, and what is done in another tab counts @js', async ({ page, context, patient: _ }) => {
  await page.clock.install();
  await page.goto('/inquiries');
  const told = page.locator('[data-time-out]');
  await page.clock.fastForward('28:00');
  await expect(told).toBeVisible();
  const other = await context.newPage();
  await other.goto('/overview');
  await expect(told, 'the other tab said so').toBeHidden();

  await page.clock.fastForward('28:00');
  await other.locator('form[action="/do/session/end"] button').first().click();
  await other.waitForURL((url) => url.pathname !== '/overview');
  await told.locator('[data-do=stay]').click();
  await expect(told.locator('a')).toBeVisible();
});
