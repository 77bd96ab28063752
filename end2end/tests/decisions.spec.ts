import { activate, expect, expectOnePage, switchOf, test } from '../fixtures.ts';

test('before the first decision the list says that there is none', async ({ page, reader: _, language }) => {
  await page.goto('/decisions');
  await expectOnePage(page, language);
  await expect(page.locator('main a[href^="/decisions/"]')).toHaveCount(0);
  await expect(page.locator('main a[href="/choices"]').first()).toBeVisible();
});

test('every decision is kept, newest first, with its time and way, and has a receipt', async ({ page, patient: _, language }) => {
  const said = ['commercial', 'purpose:education', 'commercial'];
  for (const scope of said) {
    await page.goto('/choices');
    const before = await switchOf(page, scope).getAttribute('aria-checked');
    await switchOf(page, scope).click();
    await expect(switchOf(page, scope)).toHaveAttribute('aria-checked', before === 'true' ? 'false' : 'true');
  }
  await page.goto('/decisions');
  await expectOnePage(page, language);
  const links = page.locator('main a[href^="/decisions/"]');
  await expect(links).toHaveCount(said.length);
  const numbers = await links.evaluateAll((all) => all.map((link) => Number(link.getAttribute('href')!.split('/').pop())));
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  const row = page.locator('main li.decision').first();
  const recorded = await row.locator('time').getAttribute('datetime');
  expect(recorded).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  await expect(row).toContainText(language === 'ja' ? 'この画面' : 'on this site');

  await links.first().click();
  await expectOnePage(page, language);
  const receipt = page.locator('.receipt');
  const year = new Date().getFullYear().toString();
  await expect(receipt).toContainText(year);
  if (language === 'ja') await expect(receipt).toContainText('令和');
  await expect(receipt.locator('.leaf')).toContainText(/^\S{40,}$/);
});

test('a receipt prints as a receipt: no navigation on the paper @js @desktop', async ({ page, patient: _ }) => {
  await page.goto('/choices');
  await switchOf(page, 'all').click();
  await page.locator('#saved a[href^="/decisions/"]').click();
  await page.waitForURL('**/decisions/*');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.receipt')).toBeVisible();
  await expect(page.locator('header nav')).toBeHidden();
  await expect(page.locator('main a:visible')).toHaveCount(0);
  await expect(page.locator('body')).toContainText('0120-000-000');
});

test("somebody else's decision is nothing, exactly like one that never was", async ({ page, reader: _, elsewhere, newcomer }) => {
  const theirs = elsewhere.page;
  await theirs.context().clearCookies();
  await activate(theirs, newcomer);
  await theirs.goto('/choices');
  await switchOf(theirs, 'purpose:education').click();
  const address = await theirs.locator('#saved a[href^="/decisions/"]').getAttribute('href');
  expect((await theirs.goto(address!))?.status()).toBe(200);

  const answers: string[] = [];
  for (const asked of [address!, '/decisions/99999999', '/decisions/x', '/decisions/-1']) {
    const answered = await page.goto(asked);
    expect(answered?.status(), asked).toBe(404);
    answers.push(await page.locator('main').innerText());
  }
  expect(new Set(answers).size).toBe(1);

  // Nor does the card of /choices believe its address.
  const position = address!.split('/').pop();
  await page.goto(`/choices?decided=${position}`);
  await expect(page.locator('#saved')).toHaveCount(0);
});
