// A hospital's people: their programs and keys, the letters they print, what they see of themselves.
import { generateKeyPairSync } from 'node:crypto';
import type { Page } from '@playwright/test';
import { activate, awake, expect, expectOnePage, startWork, testAlone as test } from '../fixtures.ts';
import { Hospital } from '../hospital.ts';
import { scanned } from '../scanner.ts';
import type { Hikae } from '../server.ts';
import { expectSound } from '../sound.ts';

const PAGES = [
  '/holder',
  '/holder/clients',
  '/holder/activations',
  '/holder/statistics',
  '/holder/poster',
  '/holder/leaflet',
  '/holder/disclosures',
  '/holder/conflicts',
  '/holder/people',
];

/** Comes to work as a manager of that holder of the demo; each test has one of its own. */
async function manages(page: Page, hikae: Hikae, which: number) {
  const holder = hikae.demo.holders[which]!;
  await startWork(page, { label: holder.label, role: 'support', activation_code: holder.operator_activation_code! });
  return holder;
}

/** A new pair of keys: the private one as PEM, the public one as somebody pastes it. */
function pair(kid: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid };
  const secret = { ...privateKey.export({ format: 'jwk' }), kid };
  const set = (key: object) => JSON.stringify({ keys: [key] });
  return { private_key_pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), jwks: set(jwk), withSecret: set(secret) };
}

async function registers(page: Page, name: string, jwks: string): Promise<void> {
  const form = page.locator('form[action="/do/client/register"]');
  await form.locator('[name=name]').fill(name);
  await form.locator('[name=jwks]').fill(jwks);
  await form.locator('[type=submit]').click();
}

test('a manager starts on the hospital’s own page; every page of it is sound @js @desktop', async ({ page, hikae, language, authenticator: _ }) => {
  test.setTimeout(PAGES.length * 15_000);
  await manages(page, hikae, 2);
  await page.goto('/start');
  await expect(page).toHaveURL(/\/holder$/);
  for (const path of PAGES) {
    await page.goto(path);
    await expectOnePage(page, language);
    await expectSound(page, path);
    if (path.endsWith('/poster')) expect(await scanned(page.locator('.poster .qr'))).toBe(new URL('/', page.url()).href);
  }
  await page.locator('form[action="/do/operators/invite"] [name=label]').fill('医事課 2');
  await page.locator('form[action="/do/operators/invite"] [type=submit]').click();
  await page.waitForURL('**/holder/people/invitation');
  await expectOnePage(page, language);
  await expectSound(page);
  const code = await page.locator('[data-invitation-code]').getAttribute('data-invitation-code');
  expect(new URL(await scanned(page.locator('.qr')))).toMatchObject({ pathname: '/activate', search: '?invited', hash: `#code=${code}` });
});

test('a program is registered, its key is changed without a break, and what is withdrawn stops @js @once', async ({ page, hikae, authenticator: _ }) => {
  const holder = await manages(page, hikae, 3);
  await page.goto('/holder/clients');
  const [first, second] = [pair('2026-11'), pair('2027-01')];

  await registers(page, 'Nightly extracts', first.withSecret);
  await expect(page.locator('[data-problem="private-key"]')).toBeVisible();
  await expect(page.locator('form[action="/do/client/register"] [name=name]'), 'only the key is gone').toHaveValue('Nightly extracts');
  await expect(page.locator('form[action="/do/client/register"] [name=jwks]')).toHaveValue('');
  await registers(page, 'Nightly extracts', first.jwks);
  const client = page.locator('[data-client]', { hasText: 'Nightly extracts' });
  const client_id = (await client.getAttribute('data-client'))!;
  const program = (kid: string, key: typeof first) => new Hospital(hikae.url, { ...holder, client_id, kid, private_key_pem: key.private_key_pem });
  const old = program('2026-11', first);
  const token = (await old.askForToken()).body.access_token as string;
  expect((await old.request('GET', '/api/v1/purposes', undefined, token)).status).toBe(200);

  const more = page.locator('form[action="/do/client/add-keys"]');
  await more.locator('[name=client]').selectOption(client_id);
  await more.locator('[name=jwks]').fill(second.jwks);
  await more.locator('[type=submit]').click();
  await expect(client.locator('[data-kid="2027-01"]')).toBeVisible();
  expect((await program('2027-01', second).askForToken()).status).toBe(200);

  await client.locator('[data-kid="2026-11"] summary').click();
  await client.locator('[data-kid="2026-11"] [type=submit]').click();
  await expect(page.locator('#done')).toBeVisible();
  expect((await old.request('GET', '/api/v1/purposes', undefined, token)).status, 'a token that lived').toBe(401);
  expect((await old.askForToken()).status).toBe(401);
  expect((await program('2027-01', second).askForToken()).status).toBe(200);
});

test('letters of a list are one sheet each, and the code behind the # opens an account @js', async ({ page, hikae, authenticator: _, elsewhere }) => {
  await manages(page, hikae, 4);
  await page.goto('/holder/activations');
  const rows = 'patient_number,birth_date\nP-0001,1979/4/2\nP-0002,1985-11-30\nP-0003,soon\n';
  await page.locator('[name=file]').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await page.locator('form[action="/do/letters/write-file"] [type=submit]').click();
  await page.waitForURL('**/holder/activations/letters/*');
  await expect(page.locator('[data-letter]')).toHaveCount(2);
  await expect(page.locator('[data-fault=invalid-date]')).toContainText('soon');
  const sheets = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page[^s]/g);
  expect(sheets).toHaveLength(2);
  const code = (await page.locator('[data-code]').first().getAttribute('data-code'))!;

  const address = await scanned(page.locator('[data-letter] .qr').first());
  expect(new URL(address)).toMatchObject({ pathname: '/activate', hash: `#code=${code}` });
  await elsewhere.page.goto(address);
  await awake(elsewhere.page);
  await expect(elsewhere.page.locator('[name=code]')).toHaveValue(code);
  const patient = { ...hikae.demo.patients[0]!, activation_code: code, birth_date: '1979-04-02' };
  await activate(elsewhere.page, patient);

  await page.locator('form[action="/do/letters/printed"] [type=submit]').click();
  await expect(page.locator('[data-letter]')).toHaveCount(0);
});

test('a number that was mistyped comes back into the form @js @once', async ({ page, hikae, authenticator: _ }) => {
  await manages(page, hikae, 5);
  await page.goto('/holder/activations');
  const form = page.locator('form[action="/do/letters/write-one"]');
  await form.locator('[value=insured-number]').check();
  await form.locator('[name=number]').fill('06132013-12-567');
  await form.locator('[name=birth_date]').fill('1979-04-02');
  await form.locator('[type=submit]').click();
  await expect(page.locator('#problem a')).toHaveAttribute('href', '#number');
  await expect(form.locator('[name=number]')).toHaveValue('06132013-12-567');
  await expect(form.locator('[value=insured-number]')).toBeChecked();
  expect(page.url()).not.toContain('06132013');
});
