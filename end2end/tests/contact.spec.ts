import { expect, expectOnePage, test } from '../fixtures.ts';

test('an installation without a relay says that it mails nothing, and takes no address', async ({ page, patient: _, language }) => {
  await page.goto('/account');
  await expectOnePage(page, language);
  await expect(page.locator('#contact')).toBeVisible();
  await expect(page.locator('#contact form')).toHaveCount(0);
});
