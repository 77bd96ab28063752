import { expect, expectOnePage, insuredNumber, switchOf, test } from '../fixtures.ts';

test('whoever leaves is told what stays, and hospitals are still told no', async ({ page, patient, hospital, language }) => {
  await page.goto('/choices');
  await switchOf(page, 'purpose:education').click();
  await expect(page.locator('#saved')).toBeVisible();

  await page.goto('/account');
  await page.locator('#leave a').click();
  await page.waitForURL('**/account/leave');
  await expectOnePage(page, language);
  await page.locator('form[action="/do/account/leave"] button').click();
  await page.waitForURL('**/goodbye');
  await expectOnePage(page, language);

  await page.goto('/overview');
  await expect(page).toHaveURL(/\/sign-in/);
  const answered = await hospital.check(insuredNumber(patient), { purpose: 'education', commercial: false });
  expect(answered.decision).toBe('deny');
});

test('the old passkey opens nothing any more @js', async ({ page, patient: _ }) => {
  await page.goto('/account/leave');
  await page.locator('form[action="/do/account/leave"] button').click();
  await page.waitForURL('**/goodbye');
  await page.goto('/sign-in');
  await page.locator('[data-do=sign-in]').click();
  await expect(page.locator('main [role=alert]:visible').first()).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});
