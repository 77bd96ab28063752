import { expect, expectOnePage, signOut, test } from '../fixtures.ts';

test('without scripts the page says that a passkey needs them, and names the phone @nojs', async ({ page, language }) => {
  await page.goto('/sign-in');
  await expectOnePage(page, language);
  await expect(page.locator('main')).toContainText('0120-000-000');
});

test('whoever is not signed in is asked to, and comes back to where they wanted to go', async ({ page, language }) => {
  for (const path of ['/overview', '/usage', '/choices', '/decisions', '/account', '/welcome']) {
    await page.goto(path);
    const url = new URL(page.url());
    expect(url.pathname, path).toBe('/sign-in');
    expect(url.searchParams.get('next'), path).toBe(path);
    await expectOnePage(page, language);
  }
});

test('the passkey alone signs in, without a user name @js', async ({ page, patient: _ }) => {
  await signOut(page);
  await page.goto('/choices');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.locator('main input:visible'), 'nothing is typed').toHaveCount(0);
  await page.locator('[data-do=sign-in]').click();
  await page.waitForURL('**/choices');
  await expect(page.locator('[role=switch]').first()).toBeVisible();
});

test('signing in again starts a new session @js', async ({ page, context, patient: _ }) => {
  const session = async () => (await context.cookies()).filter((cookie) => cookie.httpOnly).map((cookie) => cookie.value).join();
  const before = await session();
  expect(before).not.toBe('');
  await signOut(page);
  await page.goto('/sign-in');
  await page.locator('[data-do=sign-in]').click();
  await page.waitForURL('**/overview');
  expect(await session()).not.toBe(before);
});

test('the session cookie is kept from scripts and other sites', async ({ context, patient: _ }) => {
  const [session, ...others] = (await context.cookies()).filter((cookie) => cookie.httpOnly);
  expect(others).toEqual([]);
  expect(session).toMatchObject({ sameSite: 'Lax', path: '/' });
});

test('after signing out the old cookie opens nothing', async ({ page, context, patient: _ }) => {
  await page.goto('/overview');
  const cookies = await context.cookies();
  await signOut(page);
  await expect(page).not.toHaveURL(/\/overview$/);
  await context.addCookies(cookies);
  await page.goto('/overview');
  await expect(page).toHaveURL(/\/sign-in/);
});

for (const [fault, words] of [
  [{ isBogusSignature: true }, 'a bogus signature'],
  [{ isBadUV: true }, 'a passkey that did not verify its user'],
  [{ isBadUP: true }, 'a passkey that nobody touched'],
] as const) {
  test(`${words} is refused in kind words, and a good one is taken after it @js`, async ({ page, patient: _, authenticator }) => {
    await signOut(page);
    await page.goto('/sign-in');
    await authenticator.fault(fault);
    const answered = page.waitForResponse('**/do/sign-in/finish');
    await page.locator('[data-do=sign-in]').click();
    expect((await answered).status()).toBe(401);
    await expect(page.locator('main [role=alert]:visible').first()).toContainText(/\S{2,}/);
    await expect(page).toHaveURL(/\/sign-in/);

    await authenticator.fault({ isBogusSignature: false, isBadUV: false, isBadUP: false });
    await page.locator('[data-do=sign-in]').click();
    await page.waitForURL('**/overview');
  });
}

test('every fault of a passkey gets the same answer @js @desktop', async ({ page, patient: _, authenticator }) => {
  await signOut(page);
  const said: string[] = [];
  for (const fault of [{ isBogusSignature: true }, { isBogusSignature: false, isBadUV: true }, { isBadUV: false, isBadUP: true }]) {
    await page.goto('/sign-in');
    await authenticator.fault(fault);
    const answered = page.waitForResponse('**/do/sign-in/finish');
    await page.locator('[data-do=sign-in]').click();
    said.push(await (await answered).text());
  }
  expect(said[1]).toBe(said[0]);
  expect(said[2]).toBe(said[0]);
});

for (const next of ['https://example.org/', '//example.org/', '/\\example.org/', 'javascript:alert(1)']) {
  test(`signing in leads nowhere else: next=${next} @js @desktop`, async ({ page, patient: _, baseURL }) => {
    await signOut(page);
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.locator('[data-do=sign-in]').click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    expect(new URL(page.url()).origin).toBe(baseURL);
  });
}

test('a form of another site changes nothing @desktop', async ({ page, patient: _, baseURL }) => {
  await page.goto('/choices');
  const value = (name: string) => page.locator(`form:has([data-scope=commercial]) input[name=${name}]`).getAttribute('value');
  const form = { scope: 'commercial', stance: 'refuse', for: (await value('for'))!, key: (await value('key'))! };
  const elsewhere: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: baseURL!, 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of elsewhere) {
    const answered = await page.request.post('/do/choices/record', { form, headers });
    expect(answered.status(), JSON.stringify(headers)).toBe(403);
  }
  await page.reload();
  await expect(page.locator('[data-scope=commercial]')).toHaveAttribute('aria-checked', 'true');
});
