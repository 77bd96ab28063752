import { expect, expectOnePage, signOut, switchOf, test } from '../fixtures.ts';

test('the account shows the passkey and this session', async ({ page, patient: _, language }) => {
  await page.goto('/account');
  await expectOnePage(page, language);
  await expect(page.locator('form[action="/do/recovery-code/issue"]').first()).toBeAttached();
  await expect(page.locator('main time').first()).toBeVisible();
});

test('the last passkey cannot be removed', async ({ page, patient: _, baseURL }) => {
  await page.goto('/account');
  const form = page.locator('form[action="/do/passkey/remove"]');
  // Either it is not offered, or it is refused.
  if ((await form.count()) > 0) {
    const passkey = (await form.locator('[name=passkey]').getAttribute('value'))!;
    const answered = await page.request.post('/do/passkey/remove', {
      form: { passkey },
      headers: { origin: baseURL!, accept: 'application/json' },
      maxRedirects: 0,
    });
    expect(answered.status()).toBe(409);
  }
});

test('a second passkey is added and the first one removed @js', async ({ page, patient: _, authenticator }) => {
  await authenticator.replace();
  await page.goto('/account');
  await page.locator('[data-do=add-passkey]').click();
  const remove = page.locator('form[action="/do/passkey/remove"]');
  await expect(remove).toHaveCount(2);
  await remove.last().locator('button').click();
  await page.goto('/account');
  await expect(remove.or(page.locator('main')).first()).toBeVisible();
  expect(await remove.count()).toBeLessThan(2);
  await signOut(page);
  await page.goto('/sign-in');
  await page.locator('[data-do=sign-in]').click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
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

test('a notice can be put away', async ({ page, patient: _ }) => {
  await page.goto('/overview');
  const seen = page.locator('form[action="/do/notice/seen"] button');
  const before = await seen.count();
  if (before > 0) {
    await seen.first().click();
    await expect(seen).toHaveCount(before - 1);
  }
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
