import { expect, expectOnePage, hasConflict, testAlone as test } from '../fixtures.ts';
import type { Page } from '@playwright/test';

const QUESTION = 'なぜ渡されたのですか。 Why was it sent? </textarea><script>document.title = "taken"</script>';
const ANSWER = '病院に確かめています。 We are asking the hospital.';

/** Fills in the form of the page and sends it. */
async function write(page: Page, form: string, text: string): Promise<void> {
  await page.locator(`form[action="${form}"] textarea`).fill(text);
  await page.locator(`form[action="${form}"] button[type=submit]`).click();
}

/** Asks, and says which inquiry it became. */
async function ask(page: Page, text: string): Promise<string> {
  await write(page, '/do/inquiries/ask', text);
  await page.waitForURL(/\/inquiries\/[0-9A-Z]{26}\?done=asked/);
  return new URL(page.url()).pathname.split('/').at(-1)!;
}

/** A member of staff takes it. */
async function take(desk: Page, id: string): Promise<void> {
  await desk.goto('/desk');
  await desk.locator(`[data-waiting="${id}"] button`).click();
  await desk.waitForURL(`**/desk/cases/${id}**`);
}

test('ask about a use, be answered, and see who looked', async ({ page, signIn, desk, language }) => {
  await signIn(hasConflict);
  await page.goto('/overview');
  await page.locator('[data-conflict]').first().waitFor();
  await page.goto('/usage');
  await page.locator('.use.conflict h3 a').first().click();
  await page.locator('a[href*="/inquiries?about="]').first().click();
  await expectOnePage(page, language);
  const id = await ask(page, QUESTION);
  await expectOnePage(page, language);
  await expect(page.locator('.written')).toHaveText(QUESTION);
  await expect(page).not.toHaveTitle('taken');

  await desk.goto('/desk');
  await expect(desk.locator(`[data-waiting="${id}"]`)).toBeVisible();
  await expect(desk.locator('main'), 'the queue tells nothing of it').not.toContainText('Why was it sent?');
  await take(desk, id);
  await expectOnePage(desk, language);
  await expect(desk.locator('.written')).toHaveText(QUESTION);
  await expect(desk.locator('#person a[href^="/desk/person/"]')).toBeVisible();
  await write(desk, '/do/cases/answer', ANSWER);
  await expect(desk.locator('#done')).toBeVisible();

  await page.goto('/overview');
  await page.locator('.notices a[href="/inquiries"]').first().click();
  await page.locator(`[data-inquiry="${id}"] a`).click();
  await expect(page.locator('[data-author=desk] .written')).toHaveText(ANSWER);
  await expect(page.locator('[data-status=answered]')).toBeVisible();
});

test('a text that is too long comes back whole, and can be mended', async ({ page, patient: _ }) => {
  await page.goto('/inquiries');
  const long = '長い。'.repeat(2_000);
  await write(page, '/do/inquiries/ask', long);
  const field = page.locator('form[action="/do/inquiries/ask"] textarea');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveValue(long);
  expect(page.url().length, 'nothing of it stands in the address').toBeLessThan(512);
  await page.reload();
  await expect(field).toHaveValue(long);
  await ask(page, '短い。');
  await page.goto('/inquiries');
  await expect(field).toHaveValue('');
});

test('a template is in the language of whoever asked @desktop', async ({ page, patient: _, desk, language }) => {
  await page.goto('/inquiries');
  const id = await ask(page, QUESTION);
  await take(desk, id);
  await desk.locator('a[href*="template=refuse"]').click();
  await expect(desk.locator('form[action="/do/cases/answer"] textarea')).toHaveValue(language === 'ja' ? /わたしの選択/ : /My choices/);
  await desk.locator('form[action="/do/cases/give-back"] button').click();
  await expect(desk.locator(`[data-waiting="${id}"]`)).toBeVisible();
});

test("another person's question is not there @once", async ({ page, signIn, elsewhere, hikae }) => {
  await signIn(hasConflict);
  await page.goto('/inquiries');
  const id = await ask(page, QUESTION);
  const other = hikae.claim();
  await elsewhere.page.goto('/activate');
  await elsewhere.page.locator('[name=code]').fill(other.activation_code);
  await elsewhere.page.locator('[name=birth_date]').fill(other.birth_date);
  await elsewhere.page.locator('[data-do=open-activation]').click();
  await elsewhere.page.locator('[data-do=make-passkey]').click();
  await elsewhere.page.waitForURL('**/welcome');
  expect((await elsewhere.page.goto(`/inquiries/${id}`))?.status()).toBe(404);
});
