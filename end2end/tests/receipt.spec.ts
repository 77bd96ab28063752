// The receipt: that it is there with the decision, verifies in the browser and anywhere else, and that a changed one is named.
import { AxeBuilder } from '@axe-core/playwright';
import { brotliCompressSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { expect, expectOnePage, switchOf, test } from '../fixtures.ts';
import { scanned } from '../scanner.ts';
import type { Page } from '@playwright/test';

/** Refuses a purpose and goes to the receipt, by whatever the page offers. */
async function toReceipt(page: Page): Promise<void> {
  await page.goto('/choices');
  await switchOf(page, 'purpose:ai-development').click();
  await page.locator('#saved a[href^="/decisions/"]').click();
  await page.waitForURL('**/decisions/*');
}

/** The file, and what stands in it. */
async function download(page: Page): Promise<{ path: string; text: string; name: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('a[href$="/receipt"]').click()]);
  const path = await file.path();
  return { path, text: readFileSync(path, 'utf8'), name: file.suggestedFilename() };
}

const said = (page: Page, met: string) => page.locator(`[data-met~="${met}"]:visible`).first();

async function expectHolds(page: Page): Promise<void> {
  await expect(said(page, 'holds')).toBeVisible();
  for (const step of ['leaf-ok', 'included-ok', 'signed-ok', 'pending']) await expect(said(page, step), step).toBeVisible();
  await expect(page.locator('[data-outcome]:visible')).toBeFocused();
  // Nobody but the log has signed: nothing more is claimed.
  await expect(said(page, 'witnessed')).toHaveCount(0);
}

/** Verifies what stands in the field now. */
async function verify(page: Page, receipt: string): Promise<void> {
  await page.locator('[name=receipt]').fill(receipt);
  await page.locator('form button[type=submit]:has-text("確かめる"), form button[type=submit]:has-text("Verify")').click();
}

async function millis(page: Page): Promise<number> {
  return Number(await page.locator('[data-verify]').getAttribute('data-millis'));
}

test('a decision has its receipt at once, and the browser verifies it @js', async ({ page, patient: _, language }) => {
  await toReceipt(page);
  await expectOnePage(page, language);
  await expect(page.locator('[data-standing=receipt-pending]')).toBeVisible();
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await page.locator('[data-do=verify]').click();
  await expectHolds(page);
  // The size of the log that signed, and the number of this entry in it.
  const number = Number(new URL(page.url()).pathname.split('/').pop());
  await expect(said(page, 'included-ok')).toContainText(number.toLocaleString('en'));
  expect(loaded.sort(), 'only the module is fetched, and only now').toEqual(['/pkg/verifier.js', '/pkg/verifier_bg.wasm']);
  const times = [await millis(page)];
  for (let again = 0; again < 5; again++) {
    await page.locator('[data-do=verify]').click();
    await expectHolds(page);
    times.push(await millis(page));
  }
  console.log(`verified in ${times.join(', ')} ms`);
  expect(times.toSorted((a, b) => a - b)[2], 'milliseconds').toBeLessThan(50);
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
});

test('what verifies adds at most 60 kB to the page @js @once', async ({ page, hikae }) => {
  const sizes = await Promise.all(
    ['verify.js', 'verifier.js', 'verifier_bg.wasm'].map(async (name) => {
      const file = await page.request.get(`${hikae.url}/pkg/${name}`);
      expect(file.status(), name).toBe(200);
      return brotliCompressSync(await file.body()).length;
    }),
  );
  console.log(`the module: ${sizes.join(' + ')} bytes`);
  expect(sizes.reduce((all, size) => all + size)).toBeLessThanOrEqual(60_000);
});

test('the file verifies on /verify without a sign-in; a changed one is named @js', async ({ page, patient: _, language, browser, baseURL, locale }) => {
  await toReceipt(page);
  const file = await download(page);
  expect(file.name).toMatch(/^hikae-\d+\.tlog-proof$/);

  const context = await browser.newContext({ baseURL, locale });
  const anyone = await context.newPage();
  await anyone.goto('/verify');
  await expectOnePage(anyone, language);
  await expect(anyone.locator('[name=receipt]')).toBeEnabled();
  const sent: string[] = [];
  anyone.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname} ${request.postData() ?? ''}`));
  await anyone.locator('input[type=file]').setInputFiles(file.path);
  await expectHolds(anyone);
  await expect(said(anyone, 'refuse:purpose:ai-development')).toBeVisible();
  await expect(said(anyone, 'by-patient')).toBeVisible();
  expect((await new AxeBuilder({ page: anyone }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  const lines = file.text.split('\n');
  const leaf = JSON.parse(atob(lines[1]!.slice('extra '.length))) as Record<string, unknown>;
  const saying = (changed: object) => file.text.replace(lines[1]!, `extra ${btoa(JSON.stringify({ ...leaf, ...changed }))}`);
  for (const [changed, ...met] of [
    [saying({ stance: 'allow' }), 'fault-not-included', 'signed-ok', 'included-bad'],
    [file.text.replace(lines[1]!, 'extra e30='), 'fault-leaf-changed', 'signed-ok', 'leaf-bad'],
    [file.text.replace(lines[2]!, 'index 99999999'), 'fault-beyond-checkpoint', 'included-bad'],
    [file.text.replace(lines[1]!, 'extra ?'), 'fault-malformed', 'part-leaf'],
    [file.text.replaceAll('localhost/log', 'elsewhere.example/log'), 'fault-other-log', 'signed-bad'],
    ['こんにちは', 'fault-not-a-receipt'],
  ] as const) {
    await verify(anyone, changed);
    await expect(said(anyone, 'fails')).toBeVisible();
    for (const code of met) await expect(said(anyone, code), code).toBeVisible();
    await expect(said(anyone, 'holds')).toHaveCount(0);
  }
  const dropped = await anyone.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'receipt.tlog-proof'));
    return data;
  }, file.text);
  await anyone.locator('[name=receipt]').dispatchEvent('drop', { dataTransfer: dropped });
  await expectHolds(anyone);
  await verify(anyone, file.text.replaceAll('localhost/log', 'elsewhere.example/log'));
  await expect(said(anyone, 'fault-other-log'), 'it says whose it is').toContainText('elsewhere.example/log');
  expect((await new AxeBuilder({ page: anyone }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  // With the other log's key, and with one that is none.
  await anyone.locator('details summary').first().click();
  await anyone.locator('[name=key]').fill('nothing');
  await verify(anyone, file.text);
  await expect(said(anyone, 'fault-bad-key')).toBeVisible();
  const key = await (await page.request.get('/log/key')).text();
  await anyone.locator('[name=key]').fill(key);
  await verify(anyone, file.text.replaceAll('\n', '\r\n'));
  await expect(anyone.locator('h2[data-met="own-key"]'), 'it does not say that it is genuine, but by which key').toBeVisible();
  await expect(anyone.locator('h2[data-met="our-key"]')).toBeHidden();

  expect(sent.every((request) => request.startsWith('GET /pkg/')), `nothing is sent: ${sent.join(', ')}`).toBe(true);
  await context.close();
});

test('the printed code opens a page that verifies @js @desktop @once', async ({ page, patient: _ }) => {
  await toReceipt(page);
  await page.emulateMedia({ media: 'print' });
  const address = await scanned(page.locator('.on-paper .qr'));
  expect(address, 'all of it stands behind the #: no server is asked').toMatch(/^http:\/\/localhost:\d+\/verify#receipt=/);
  await page.emulateMedia({ media: 'screen' });
  await page.goto('/purposes');
  await page.goto(address);
  await expectHolds(page);
  expect(page.url(), 'what was said does not stay in the history').not.toContain('receipt=');
});

test('the receipt is one sheet of paper, with the whole of it in a code @js @desktop', async ({ page, patient: _, language }) => {
  await toReceipt(page);
  await page.locator('[data-do=verify]').click();
  await expectHolds(page);
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true, path: process.env.E2E_PICTURES && `${process.env.E2E_PICTURES}/receipt-${language}.pdf` });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.on-paper .qr')).toBeVisible();
});

test('without scripts the receipt is there, and says how to verify it @nojs', async ({ page, patient: _, language, hikae }) => {
  await toReceipt(page);
  await expectOnePage(page, language);
  expect(await page.content()).toMatch(/<noscript>[^]*JavaScript[^]*<\/noscript>/);
  await expect(page.locator('[data-do=verify]')).toBeDisabled();
  await page.locator('details summary').first().click();
  const receipt = (await page.locator('[data-receipt]').textContent())!;
  const command = await page.locator('details code').first().textContent();
  const [, key] = /--key '(\S+)'/.exec(command!)!;
  const { path, text } = await download(page);
  expect(text).toBe(receipt);
  expect(hikae.run('receipt', 'verify', path, '--key', key!)).toContain('YES');

  await page.goto('/verify');
  await expectOnePage(page, language);
  await expect(page.locator('[name=receipt]')).toBeDisabled();
  expect(await page.content()).toMatch(/<noscript>[^]*JavaScript[^]*<\/noscript>/);
});
