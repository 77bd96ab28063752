import { activate, expect, expectOnePage, hasConflict, insuredNumber, isUndisclosed, test } from '../fixtures.ts';
import type { Page } from '@playwright/test';

interface Row {
  id: string;
  day: string;
  conflict: string | null;
}

/** Every page of the list, from the newest to the oldest. */
async function readAll(page: Page): Promise<Row[][]> {
  const pages: Row[][] = [];
  await page.goto('/usage');
  for (;;) {
    const rows: Row[] = [];
    for (const row of await page.locator('[data-use]').all()) {
      rows.push({
        id: (await row.getAttribute('data-use'))!,
        day: (await row.locator('time').first().getAttribute('datetime'))!,
        conflict: await row.getAttribute('data-conflict'),
      });
    }
    pages.push(rows);
    const older = page.locator('main a[rel=next]');
    if ((await older.count()) === 0) return pages;
    await older.click();
    await page.waitForURL(/before=/);
    await expect(page.locator(`[data-use="${rows[0]!.id}"]`)).toHaveCount(0);
  }
}

test('every use that the demo tells of is listed once, newest first, page by page', async ({ page, reader, language }) => {
  const pages = await readAll(page);
  await expectOnePage(page, language);
  expect(pages.length).toBeGreaterThan(1);
  const rows = pages.flat();
  expect(rows.length).toBe(reader.uses);
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  const days = rows.map((row) => row.day);
  expect(days).toEqual([...days].sort().reverse());
  expect(rows.filter((row) => row.conflict !== null).length).toBe(reader.conflicts);
});

test('a use that went against the choice is said first, in the list and on its own page', async ({ page, signIn }) => {
  const patient = await signIn(hasConflict);
  await page.goto('/overview');
  await expect(page.locator('main [role=alert]').first()).toBeVisible();
  const rows = (await readAll(page)).flat().filter((row) => row.conflict !== null);
  expect(rows.length).toBe(patient.conflicts);
  for (const row of rows) {
    expect(['late-entry', 'checked-before', 'against']).toContain(row.conflict);
    await page.goto(`/usage/${row.id}`);
    await expect(page.locator(`main [data-conflict="${row.conflict}"]`)).toBeVisible();
  }
});

test('a use opens on all that is told of it', async ({ page, reader: _, language }) => {
  await page.goto('/usage');
  const row = page.locator('[data-use]').first();
  const id = await row.getAttribute('data-use');
  const title = await row.locator('a').first().innerText();
  await row.locator('a').first().click();
  await expect(page).toHaveURL(new RegExp(`/usage/${id}$`));
  await expectOnePage(page, language);
  await expect(page.locator('h1')).toHaveText(title);
  expect(await page.locator('main dt').count()).toBeGreaterThanOrEqual(4);
});

test('a use shown in general terms looks whole, and hints at nothing', async ({ page, signIn, language }) => {
  const patient = await signIn(isUndisclosed);
  const rows = (await readAll(page)).flat();
  expect(rows.length, 'what is hidden is not counted either').toBe(patient.uses);
  let general = 0;
  for (const row of rows) {
    await page.goto(`/usage/${row.id}`);
    await expectOnePage(page, language);
    expect(await page.locator('main').innerText(), row.id).not.toMatch(/undefined|hidden|omitted|withheld|非表示|省略|未告知/i);
    // Neither a study nor its switch is told of.
    if ((await page.locator('main [role=switch]').count()) === 0) general += 1;
  }
  expect(general).toBeGreaterThan(0);
});

test('the overview counts what the list shows', async ({ page, reader }) => {
  await page.goto('/overview');
  await expect(page.locator('main')).toContainText(String(reader.uses));
  expect((await readAll(page)).flat().length).toBe(reader.uses);
});

test("somebody else's use is nothing, exactly like one that never was", async ({ page, reader: _, elsewhere, newcomer }) => {
  const theirs = elsewhere.page;
  await theirs.context().clearCookies();
  await activate(theirs, newcomer);
  const ids = (await readAll(theirs)).flat().map((row) => row.id);

  const mine = new Set((await readAll(page)).flat().map((row) => row.id));
  const id = ids.find((id) => !mine.has(id));
  expect(id, 'they have a use that is not also mine').toBeTruthy();
  const nothing = '01J00000000000000000000000';
  const answers: string[] = [];
  for (const asked of [id!, nothing]) {
    const answered = await page.goto(`/usage/${asked}`);
    expect(answered?.status(), asked).toBe(404);
    answers.push((await page.locator('main').innerText()).replaceAll(asked, '…'));
  }
  expect(answers[0]).toBe(answers[1]);
});

for (const id of ['x', '01J', '%00', '..%2f..%2fetc', "1'--", 'あ']) {
  test(`/usage/${id} is nothing`, async ({ page, reader: _ }) => {
    expect((await page.goto(`/usage/${id}`))?.status()).toBe(404);
  });
}

test('a broken cursor is not an error page', async ({ page, reader: _, language }) => {
  for (const before of ['x', '1.x', '99999999999999999999.01J00000000000000000000000', '']) {
    const answered = await page.goto(`/usage?before=${before}`);
    expect(answered?.status(), before).toBe(200);
    await expectOnePage(page, language);
  }
});

test('the person sees which hospital asked, and what it was told', async ({ page, patient, hospital }) => {
  const asked = page.locator('#asked tbody tr');
  await page.goto('/overview');
  const before = await asked.count();
  // Something that nobody asked in the demo is not needed: the row of this holder and purpose is there, or comes. For more than one
  // purpose: of a use that is not to be shown, the row for its purposes is not shown either.
  for (const purpose of ['education', 'official-statistics', 'care-quality']) {
    await hospital.check(insuredNumber(patient), { purpose, commercial: false });
  }
  await expect(async () => {
    await page.goto('/overview');
    expect(await asked.count()).toBeGreaterThanOrEqual(Math.max(before, 1));
    const latest = await asked.first().locator('time').last().getAttribute('datetime');
    expect(Date.now() - Date.parse(latest!)).toBeLessThan(60_000);
  }).toPass({ timeout: 15_000 });
});

test('the list is narrowed by a plain form, whose answers stand in the address', async ({ page, reader, language }) => {
  await page.goto('/usage');
  const purpose = page.locator('select[name=purpose]');
  await purpose.selectOption('academic-research');
  await page.locator('form.finder button').click();
  await page.waitForURL(/purpose=academic-research/);
  await expectOnePage(page, language);
  await expect(purpose).toHaveValue('academic-research');
  const found = await page.locator('[data-use]').count();
  expect(found).toBeGreaterThan(0);
  expect(found).toBeLessThan(reader.uses);
  const name = await purpose.locator('option:checked').innerText();
  for (const row of await page.locator('[data-use]').all()) await expect(row).toContainText(name);

  await page.goto('/usage?year=1999');
  await expect(page.locator('#none')).toBeVisible();
  await page.locator('#none a').click();
  await expect(page).toHaveURL(/\/usage$/);
});

test('the timeline has a table that says the same', async ({ page, reader: _ }) => {
  await page.goto('/usage');
  const timeline = page.locator('section[data-uses]');
  const uses = Number(await timeline.getAttribute('data-uses'));
  await timeline.locator('summary').click();
  const counts = await timeline.locator('tbody td:nth-child(2)').allInnerTexts();
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(uses);
});

test('the uses go home as a table, as JSON and as FHIR, and only to whoever is signed in', async ({ page, reader, request }) => {
  const get = async (format: string) => {
    const answer = await page.request.get(`/usage/export?format=${format}`);
    expect(answer.status()).toBe(200);
    expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="hikae-uses.*"$/);
    expect(answer.headers()['cache-control']).toBe('no-store');
    return answer.text();
  };
  const { uses } = JSON.parse(await get('json')) as { uses: { id: string }[] };
  expect(uses.length).toBe(reader.uses);
  const { entry } = JSON.parse(await get('fhir')) as { entry: { resource: { resourceType: string } }[] };
  expect(entry.map(({ resource }) => resource.resourceType)).toEqual(uses.map(() => 'AuditEvent'));
  const table = await get('csv');
  expect(table.startsWith('\ufeff')).toBe(true);
  expect(table.trimEnd().split('\r\n').length).toBe(reader.uses + 1);

  await page.goto('/usage');
  for (const format of ['csv', 'json', 'fhir']) await expect(page.locator(`#export a[href$="format=${format}"]`)).toBeVisible();
  const stranger = await request.get('/usage/export?format=csv', { maxRedirects: 0 });
  expect(stranger.status()).toBe(303);
});

test('a use that was reported late is new on the overview', async ({ page, reader: _ }) => {
  await page.goto('/overview');
  const marks = await page.locator('.uses [data-use]').evaluateAll((rows) => rows.map((row) => row.querySelector('.tag.new') !== null));
  expect([...marks].sort((one, other) => Number(other) - Number(one)), 'new ones come first').toEqual(marks);
});
