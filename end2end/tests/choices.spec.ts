import type { Patient } from '../demo.ts';
import { awake, expect, expectOnePage, insuredNumber, switchOf, test } from '../fixtures.ts';
import type { Hospital } from '../hospital.ts';
import type { Page } from '@playwright/test';

const AI = 'purpose:ai-development';
const intended = { purpose: 'ai-development', commercial: false };

/** Moves a switch, and waits until the page says that it is recorded. */
async function move(page: Page, scope: string): Promise<void> {
  const before = await switchOf(page, scope).getAttribute('aria-checked');
  await switchOf(page, scope).click();
  await expect(switchOf(page, scope)).toHaveAttribute('aria-checked', before === 'true' ? 'false' : 'true');
  await expect(page.locator('#saved')).toBeVisible();
}

const decisionOf = async (hospital: Hospital, patient: Patient, about: object) =>
  (await hospital.check(insuredNumber(patient), about as Record<string, unknown>)).decision;

test('refuse one purpose, and the hospital is told so; take it back, and it is told that', async ({ page, patient, hospital, language }) => {
  expect(await decisionOf(hospital, patient, intended)).toBe('permit');

  await page.goto('/choices');
  await expectOnePage(page, language);
  await move(page, AI);
  expect(await hospital.check(insuredNumber(patient), intended), 'the moment the browser has its answer').toMatchObject({
    decision: 'deny',
    reason: 'refused',
  });

  const receipt = page.locator('#saved a[href^="/decisions/"]');
  const address = await receipt.getAttribute('href');
  await receipt.click();
  await expect(page).toHaveURL(new RegExp(`${address}$`));
  await expectOnePage(page, language);
  await expect(page.locator('.receipt')).toContainText(language === 'ja' ? 'AI・ソフトウェアの開発' : 'AI and software development');

  await page.goto('/choices');
  await expect(switchOf(page, AI)).toHaveAttribute('aria-checked', 'false');
  await move(page, AI);
  expect(await hospital.check(insuredNumber(patient), intended)).toMatchObject({ decision: 'permit', reason: 'no-objection' });
  expect(await page.locator('#saved a[href^="/decisions/"]').getAttribute('href')).not.toBe(address);
});

test('with scripts a switch answers without leaving the page, and is announced @js', async ({ page, patient: _ }) => {
  await page.goto('/choices');
  await awake(page);
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await move(page, 'purpose:education');
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
  await expect(page.locator('[role=status]').filter({ hasText: /\S/ }).first()).toBeAttached();
  await expect(switchOf(page, 'purpose:education')).not.toHaveAttribute('aria-busy', 'true');
});

test('the undo button takes the decision back with another one', async ({ page, patient: _ }) => {
  await page.goto('/choices');
  await move(page, 'purpose:care-quality');
  await page.locator('#saved button[type=submit]').click();
  await expect(switchOf(page, 'purpose:care-quality')).toHaveAttribute('aria-checked', 'true');
  await page.goto('/decisions');
  await expect(page.locator('main a[href^="/decisions/"]')).toHaveCount(2);
});

test('everything at once: the general no covers every purpose, which keeps its own word', async ({ page, patient, hospital }) => {
  await page.goto('/choices');
  await move(page, 'all');
  await expect(switchOf(page, AI), 'a purpose shows what was said about itself').toHaveAttribute('aria-checked', 'true');
  const described = async (scope: string) => {
    const id = await switchOf(page, scope).getAttribute('aria-describedby');
    return page.locator(`#${id}`).innerText();
  };
  expect((await described(AI)).trim(), 'and is told that everything covers it').not.toBe('');
  expect(await decisionOf(hospital, patient, intended)).toBe('deny');
  expect(await decisionOf(hospital, patient, { purpose: 'infectious-disease-control' }), 'what the law exempts').toBe('permit');
  for (const study of await page.locator('[role=switch][data-scope^="study:"]').all()) {
    await expect(study, 'a study shows the verdict').toHaveAttribute('aria-checked', 'false');
  }
  await move(page, 'all');
  expect(await decisionOf(hospital, patient, intended)).toBe('permit');
});

test('companies can be refused, and others not @desktop', async ({ page, patient, hospital }) => {
  await page.goto('/choices');
  await move(page, 'commercial');
  expect(await decisionOf(hospital, patient, { ...intended, commercial: true })).toBe('deny');
  expect(await decisionOf(hospital, patient, intended)).toBe('permit');
});

test('one study can be refused, and allowed against an older general no', async ({ page, patient, hospital }) => {
  const study = await checkable(page, patient, hospital);
  const scope = `study:${study}`;
  await move(page, scope);
  expect(await decisionOf(hospital, patient, { study })).toBe('deny');
  await move(page, scope);
  expect(await decisionOf(hospital, patient, { study })).toBe('permit');

  await move(page, 'all');
  expect(await decisionOf(hospital, patient, { study }), 'a later no to everything means everything').toBe('deny');
  await move(page, scope);
  expect(await decisionOf(hospital, patient, { study }), 'a yes to one study answers the general no before it').toBe('permit');
  expect(await decisionOf(hospital, patient, intended)).toBe('deny');
});

test('what the law exempts has no switch and names the law', async ({ page, reader: _, language }) => {
  await page.goto('/choices');
  await expect(switchOf(page, 'purpose:infectious-disease-control')).toHaveCount(0);
  await expect(page.locator('#purpose-infectious-disease-control')).toContainText(language === 'ja' ? '法' : 'Act');
});

test('the same form sent twice is one decision @once', async ({ page, patient: _, baseURL }) => {
  await page.goto('/choices');
  const form = await formOf(page, 'purpose:education');
  for (let n = 0; n < 2; n++) {
    const answered = await page.request.post('/do/choices/record', { form, headers: { origin: baseURL! } });
    expect(answered.ok()).toBe(true);
  }
  await page.goto('/decisions');
  await expect(page.locator('main a[href^="/decisions/"]')).toHaveCount(1);
});

test('the same key with another decision is refused @once', async ({ page, patient: _, baseURL }) => {
  await page.goto('/choices');
  const form = await formOf(page, 'purpose:education');
  const send = (fields: Record<string, string>) =>
    page.request.post('/do/choices/record', { form: fields, headers: { origin: baseURL!, accept: 'application/json' }, maxRedirects: 0 });
  await send(form);
  expect((await send({ ...form, scope: 'all' })).status()).toBe(409);
  await page.goto('/choices');
  await expect(switchOf(page, 'all')).toHaveAttribute('aria-checked', 'true');
});

test('a form made for somebody else is refused @once', async ({ page, patient: _, baseURL }) => {
  await page.goto('/choices');
  const form = { ...(await formOf(page, 'all')), for: '01J00000000000000000000000' };
  const answered = await page.request.post('/do/choices/record', {
    form,
    headers: { origin: baseURL!, accept: 'application/json' },
    maxRedirects: 0,
  });
  expect(answered.status()).toBe(409);
  await page.goto('/choices');
  await expect(switchOf(page, 'all')).toHaveAttribute('aria-checked', 'true');
});

test('what is no scope, or cannot be refused, is refused @once', async ({ page, patient: _, baseURL }) => {
  await page.goto('/choices');
  const form = await formOf(page, 'all');
  for (const [scope, status] of [
    ['everything', 400],
    ['purpose:advertising', 404],
    ['purpose:infectious-disease-control', 422],
    ['study:01J00000000000000000000000', 404],
  ] as const) {
    const answered = await page.request.post('/do/choices/record', {
      form: { ...form, scope, key: `test-${scope.length}-${Date.now()}` },
      headers: { origin: baseURL!, accept: 'application/json' },
      maxRedirects: 0,
    });
    expect(answered.status(), scope).toBe(status);
  }
  await page.goto('/decisions');
  await expect(page.locator('main a[href^="/decisions/"]')).toHaveCount(0);
});

test('two tabs decide about two things, and both hold @desktop', async ({ page, context, patient: _ }) => {
  await page.goto('/choices');
  const tab = await context.newPage();
  await tab.goto('/choices');
  await Promise.all([switchOf(page, 'purpose:education').click(), switchOf(tab, 'purpose:care-quality').click()]);
  await expect(switchOf(page, 'purpose:education')).toHaveAttribute('aria-checked', 'false');
  await expect(switchOf(tab, 'purpose:care-quality')).toHaveAttribute('aria-checked', 'false');
  await page.goto('/choices');
  await expect(switchOf(page, 'purpose:education')).toHaveAttribute('aria-checked', 'false');
  await expect(switchOf(page, 'purpose:care-quality')).toHaveAttribute('aria-checked', 'false');
});

test('two tabs decide about the same thing: what the person pressed is what holds @desktop', async ({ page, context, patient: _ }) => {
  await page.goto('/choices');
  const tab = await context.newPage();
  await tab.goto('/choices');
  await move(page, AI);
  // The other tab still shows "allowed": pressing there means refusing, again, not taking it back.
  await switchOf(tab, AI).click();
  await expect(tab.locator('#saved')).toBeVisible();
  await expect(switchOf(tab, AI)).toHaveAttribute('aria-checked', 'false');
  await page.goto('/decisions');
  await expect(page.locator('main a[href^="/decisions/"]'), 'a re-affirmation is recorded too').toHaveCount(2);
});

test('a switch whose session ended leads to the sign-in and back @js', async ({ page, context, patient: _ }) => {
  await page.goto('/choices');
  await awake(page);
  await context.clearCookies();
  await switchOf(page, AI).click();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fchoices/);
});

test('a switch that cannot be recorded goes back and says why @js', async ({ page, patient: _ }) => {
  await page.goto('/choices');
  await awake(page);
  await page.route('**/do/choices/record', (route) => route.abort());
  await switchOf(page, AI).click();
  await expect(page.locator('main [role=alert]:visible').first()).toContainText(/\S{2,}/);
  await expect(switchOf(page, AI)).toHaveAttribute('aria-checked', 'true');
  await page.unroute('**/do/choices/record');
  await move(page, AI);
});

test('nobody has to give a reason', async ({ page, reader: _ }) => {
  await page.goto('/choices');
  await expect(page.locator('main textarea, main input:not([type=hidden])')).toHaveCount(0);
});

test('the first person of the demo has refused nothing', async ({ page, reader: _ }) => {
  await page.goto('/choices');
  await expect(page.locator('[role=switch]').first()).toBeVisible();
  await expect(page.locator('[role=switch][aria-checked=false]')).toHaveCount(0);
});

/** The fields of a switch's form. */
async function formOf(page: Page, scope: string): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const input of await page.locator(`form:has([data-scope="${scope}"]) input[type=hidden]`).all()) {
    fields[(await input.getAttribute('name'))!] = (await input.getAttribute('value'))!;
  }
  expect(Object.keys(fields).sort()).toEqual(['for', 'key', 'scope', 'stance']);
  return fields;
}

/** A study on the page that still runs, so that a hospital may ask about it. */
async function checkable(page: Page, patient: Patient, hospital: Hospital): Promise<string> {
  await page.goto('/choices');
  for (const found of await page.locator('[role=switch][data-scope^="study:"][aria-checked=true]').all()) {
    const study = (await found.getAttribute('data-scope'))!.slice('study:'.length);
    const answered = await hospital.request('POST', '/api/v1/checks', { study, subjects: [insuredNumber(patient)] });
    if (answered.status === 200 && answered.body.results[0].decision === 'permit') return study;
  }
  throw new Error(`no study of ${patient.label} is running`);
}
