// A clerk checks a list before anything is handed on.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { awake, expect, expectOnePage, startWork, testAlone as test } from '../fixtures.ts';
import type { Hikae } from '../server.ts';
import { expectSound } from '../sound.ts';

const PAGE = '/holder/check';
const FORM = 'form[action="/do/check/file"]';

/** Comes to work at that holder of the demo. */
async function works(page: Page, hikae: Hikae, which: number): Promise<void> {
  const holder = hikae.demo.holders[which]!;
  await startWork(page, { label: holder.label, role: 'support', activation_code: holder.operator_activation_code! });
}

/** The holder's own test persons, as the page shows them. */
const testPersons = (page: Page) => page.locator('#test-persons code').allTextContents();

const csv = (numbers: string[]) => `patient_number,note\n${numbers.map((number) => `${number},x\n`).join('')}`;

async function sends(page: Page, list: string, name = 'patients.csv'): Promise<void> {
  await page.locator('[name=asked_for]').selectOption('commercial:ai-development');
  await page.locator('[name=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(list) });
  await page.locator(`${FORM} [type=submit]`).click();
}

test('a list comes back with an answer in every row, and the page turns red when refusals do not reach it @js', async ({ page, hikae, language, authenticator: _ }) => {
  await works(page, hikae, 5);
  await page.goto(PAGE);
  await awake(page);
  await expectOnePage(page, language);
  await expectSound(page);
  const three = await testPersons(page);
  expect(three).toHaveLength(3);

  await sends(page, csv([three[0]!, three[1]!, 'P-1']));
  await expect(page.locator('[data-met=answered]')).toBeVisible();
  await expect(page.locator('[data-count=permit]')).toHaveText('0');
  await expect(page.locator('[data-count=deny]')).toHaveText('2');
  await expect(page.locator('[data-count=error]')).toHaveText('1');
  await expect(page.locator('#download')).toBeFocused();
  await expect(page.locator('[role=status]').first()).toContainText('2');
  await expect(page.locator('[data-list=not-in-order]')).toBeVisible();
  await expectSound(page);

  const download = page.waitForEvent('download');
  await page.locator('#download').click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('patients.checked.csv');
  const rows = readFileSync(await file.path(), 'utf8').split('\n');
  expect(rows.slice(0, 4)).toEqual([
    'patient_number,note,decision,reason,token',
    `${three[0]},x,deny,refused,`,
    `${three[1]},x,deny,refused,`,
    'P-1,x,error,not-linked,',
  ]);
  expect(rows[4]).toMatch(/^#summary,0,2,1,/);

  await sends(page, csv(three));
  await expect(page.locator('[data-count=deny]')).toHaveText('3');
  await expect(page.locator('[data-list=not-in-order]')).toBeHidden();
});

test('what is no list, and what broke off, is said in words, and nothing may be disclosed @js', async ({ page, hikae, authenticator: _ }) => {
  await works(page, hikae, 6);
  await page.goto(PAGE);
  await awake(page);
  const said = page.locator('#not-answered');
  await sends(page, 'P-1\nP-2\n');
  await expect(said.locator('[data-met=unreadable-file]')).toBeVisible();
  await expect(said).toBeFocused();
  await page.route('**/do/check/file', (route) => route.abort());
  await sends(page, csv(['P-1']));
  await expect(said.locator('[data-met=broke-off]')).toBeVisible();
  await expect(said.locator('[data-met=unreadable-file]')).toBeHidden();
  await page.unroute('**/do/check/file');
  await sends(page, csv(['P-1']));
  await expect(said).toBeHidden();
  await expect(page.locator('[data-met=answered]')).toBeVisible();
});

test('without scripts the form itself answers with the file @nojs', async ({ page, context, hikae, elsewhere }) => {
  await works(elsewhere.page, hikae, 7);
  await context.addCookies(await elsewhere.page.context().cookies());
  await page.goto(PAGE);
  const three = await testPersons(page);
  const download = page.waitForEvent('download');
  await sends(page, csv(three), '患者.csv');
  const file = await download;
  expect(file.suggestedFilename()).toBe('患者.checked.csv');
  expect(readFileSync(await file.path(), 'utf8')).toMatch(/\n#summary,0,3,0,/);
  await page.goto(PAGE);
  await sends(page, 'P-1\n');
  await expect(page.locator('[data-problem="unreadable-file"]')).toBeVisible();
});
