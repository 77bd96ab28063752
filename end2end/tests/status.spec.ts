import { expect, expectOnePage, test } from '../fixtures.ts';

test('the footer leads to the status, which says that everything works', async ({ page, language }) => {
  await page.goto('/');
  await page.locator('footer a[href="/status"]').click();
  await page.waitForURL('**/status');
  await expectOnePage(page, language);
  await expect(page.locator('main [data-well=true]')).toBeVisible();
});
