// The pages of those who work here: whole, reachable, and nothing for axe to find, in both schemes and on a small phone.
import type { Page } from '@playwright/test';
import { expect, expectOnePage, insuredNumber, startWork, testAlone as test, type Language } from '../fixtures.ts';
import { choose, tabTo } from '../keyboard.ts';
import { expectSound } from '../sound.ts';

const PAGES = {
  support: ['/desk', '/desk/person', '/desk/recovery', '/desk/proxies', '/desk/incidents', '/desk/audit'],
  registrar: ['/registrar', '/registrar/studies/new', '/registrar/purposes', '/registrar/purposes/new'],
  administrator: ['/admin', '/admin/holders', '/desk/incidents', '/desk/audit'],
};

for (const [role, pages] of Object.entries(PAGES)) {
  test(`the pages of ${role} are sound @js @desktop`, async ({ page, hikae, language, authenticator: _ }) => {
    // Each page is looked at in two schemes and two widths.
    test.setTimeout(pages.length * 30_000);
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

test('the keyboard alone enters what somebody says on the phone @js @desktop @once', async ({ page, hikae, authenticator: _ }) => {
  await startWork(page, hikae.demo.staff.find((worker) => worker.role === 'support')!);
  const [caller] = hikae.demo.patients;
  const { system, value } = insuredNumber(caller!);
  await page.goto('/desk/person');
  await choose(page, '[name=system]', system);
  await tabTo(page, '[name=value]');
  await page.keyboard.type(value);
  await tabTo(page, '[name=birth_date]');
  // A field for a day takes its parts in the order of the browser's own language.
  await page.locator('[name=birth_date]').fill(caller!.birth_date);
  await tabTo(page, '[name=reason]');
  await page.keyboard.type('電話で断りたいとのこと');
  await press(page, 'form[action="/do/person/look-up"] button[type=submit]');
  await page.waitForURL(/\/desk\/person\/[0-9A-Z]{26}/);
  await choose(page, '#tell [name=scope]', 'all');
  await choose(page, '#tell [name=stance]', 'refuse');
  await choose(page, '#tell [name=channel]', 'phone');
  await press(page, '#tell form button[type=submit]');
  await page.locator('#read-back').waitFor();
  await tabTo(page, '#read-back [name=read_back]');
  await page.keyboard.press('Space');
  await press(page, '#read-back button[type=submit]');
  await page.locator('a[href*="/receipt/"]').first().waitFor();
  await press(page, 'a[href*="/receipt/"]');
  await page.waitForURL(/\/receipt\/\d+/);
});

async function press(page: Page, target: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
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
    await expectSound(page, `${page.url()} ${colorScheme}`);
  }
}
