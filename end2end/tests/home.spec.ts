import { expect, expectOnePage, test } from '../fixtures.ts';

export const PUBLIC = ['/', '/how-it-works', '/purposes', '/help', '/privacy', '/accessibility', '/for-holders', '/activate', '/sign-in', '/recover'];
const WITH_BUNDLE = ['/activate', '/sign-in', '/recover'];

test('the front page has two doors: one for people, one for hospitals', async ({ page, language }) => {
  await page.goto('/');
  await expectOnePage(page, language);
  const main = page.locator('main');
  await expect(main.locator('a[href="/activate"]').first()).toBeVisible();
  await expect(main.locator('a[href="/for-holders"]').first()).toBeVisible();
  await main.locator('a[href="/activate"]').first().click();
  await expect(page.locator('[name=code]')).toBeAttached();
});

for (const path of PUBLIC) {
  test(`${path} is a whole page in the language that the browser asks for`, async ({ page, language }) => {
    const answered = await page.goto(path);
    expect(answered?.status()).toBe(200);
    await expectOnePage(page, language);
    await expect(page.locator('main')).toBeVisible();
    await expect(page.locator('footer')).toContainText('0120-000-000');
  });
}

test('every link on a public page leads somewhere', async ({ page, baseURL }) => {
  const seen = new Set<string>();
  for (const path of PUBLIC) {
    await page.goto(path);
    for (const link of await page.locator('a[href]').all()) {
      const url = new URL((await link.getAttribute('href'))!, page.url());
      if (url.origin === baseURL) seen.add(url.pathname + url.search);
    }
  }
  for (const address of seen) {
    const answered = await page.request.get(address);
    expect(answered.status(), address).toBe(200);
  }
});

test('an address that is no page says so, with the way back', async ({ page, language }) => {
  const answered = await page.goto('/no/such/page');
  expect(answered?.status()).toBe(404);
  await expectOnePage(page, language);
  await expect(page.locator('main a[href="/"]').first()).toBeVisible();
});

test('the language can be changed and stays changed', async ({ page, language }) => {
  const other = language === 'ja' ? 'en' : 'ja';
  await page.goto('/purposes');
  const before = await page.locator('h1').innerText();
  await page.locator('form[action="/do/language/set"] button').first().click();
  await expect(page).toHaveURL(/\/purposes$/);
  await expectOnePage(page, other);
  expect(await page.locator('h1').innerText()).not.toBe(before);
  await page.goto('/');
  await expectOnePage(page, other);
});

test('the eight purposes are explained, and which one cannot be refused', async ({ page, language }) => {
  await page.goto('/purposes');
  const words = language === 'ja' ? ['AI・ソフトウェアの開発', '感染症への対応'] : ['AI and software development', 'Communicable disease control'];
  for (const word of words) await expect(page.locator('main')).toContainText(word);
});

test('a first visit is light: 60 kB at most, 160 kB where a passkey is made @js @desktop', async ({ browser, baseURL, locale }) => {
  for (const path of PUBLIC) {
    const context = await browser.newContext({ baseURL, locale });
    const page = await context.newPage();
    let bytes = 0;
    let bundle = false;
    const counted: Promise<void>[] = [];
    page.on('requestfinished', (request) => {
      bundle ||= request.url().includes('.wasm');
      counted.push(request.sizes().then((sizes) => void (bytes += sizes.responseBodySize + sizes.responseHeadersSize)));
    });
    await page.goto(path, { waitUntil: 'networkidle' });
    await Promise.all(counted);
    const heavy = WITH_BUNDLE.includes(path);
    expect(bundle, `${path} loads the browser bundle`).toBe(heavy);
    expect(bytes, path).toBeLessThanOrEqual((heavy ? 160 : 60) * 1024);
    await context.close();
  }
});

test('nothing moves while a page loads @js', async ({ page }) => {
  for (const path of PUBLIC) {
    await page.goto(path, { waitUntil: 'networkidle' });
    const shift = await page.evaluate(
      () =>
        new Promise<number>((tell) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => tell(sum), 100);
        }),
    );
    expect(shift, path).toBe(0);
  }
});

test('every answer carries the headers that protect the browser @once', async ({ page }) => {
  for (const path of ['/', '/sign-in', '/no/such/page', '/pkg/hikae.css']) {
    const headers = (await page.request.get(path)).headers();
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['referrer-policy'], path).toBe('same-origin');
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin');
  }
  const policy = async () => (await page.request.get('/sign-in')).headers()['content-security-policy']!;
  const [one, two] = [await policy(), await policy()];
  for (const part of ["default-src 'self'", "'strict-dynamic'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
    expect(one).toContain(part);
  }
  expect(one).not.toContain('unsafe-inline');
  const nonce = (text: string) => /'nonce-([^']+)'/.exec(text)?.[1];
  expect(nonce(one)).toBeTruthy();
  expect(nonce(one)).not.toBe(nonce(two));
});
