// The pages of those who work here: whole, reachable, and nothing for axe to find, in both schemes and on a small phone.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, expectOnePage, startWork, testAlone as test, type Language } from '../fixtures.ts';

const PAGES = {
  support: ['/desk', '/desk/person', '/desk/recovery', '/desk/proxies', '/desk/incidents', '/desk/audit'],
  registrar: ['/registrar', '/registrar/studies/new'],
  administrator: ['/admin', '/admin/holders', '/desk/incidents', '/desk/audit'],
};

for (const [role, pages] of Object.entries(PAGES)) {
  test(`the pages of ${role} are sound @js @desktop`, async ({ page, hikae, language, authenticator: _ }) => {
    await startWork(page, hikae.demo.staff.find((worker) => worker.role === role)!);
    await page.waitForURL(`**${pages[0]}`);
    for (const path of pages) {
      await page.goto(path);
      await sound(page, language);
      // Whoever came here can go on: the page stands in the navigation of the work.
      if (!path.endsWith('/new') && path !== '/admin/holders') await expect(page.locator(`header nav a[href="${path}"]`)).toBeVisible();
    }
  });
}

test('the register of studies is sound, and leads to each study @js @desktop', async ({ page, language }) => {
  await page.goto('/studies');
  await sound(page, language);
  await page.locator('main [data-study] a').first().click();
  await page.waitForURL(/\/studies\/[0-9A-Z]{26}/);
  await sound(page, language);
});

async function sound(page: Page, language: Language): Promise<void> {
  await expectOnePage(page, language);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
    expect(found, `${page.url()} ${colorScheme}`).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1280, height: 800 });
}
