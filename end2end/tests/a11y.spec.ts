// What a machine can see of accessibility: axe on every page and its main states, the tree that screen readers get, the
// keyboard, small screens.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, hasConflict, switchOf, test, type Language } from '../fixtures.ts';
import { tabTo } from '../keyboard.ts';
import { expectSound, tooSmall } from '../sound.ts';
import type { Page } from '@playwright/test';

const PUBLIC = ['/', '/how-it-works', '/purposes', '/help', '/help/form', '/privacy', '/accessibility', '/status', '/goodbye', '/for-holders', '/log', '/verify', '/activate', '/sign-in', '/recover', '/no/such/page'];
const OWN = ['/overview', '/usage', '/choices', '/decisions', '/inquiries', '/account', '/account/recovery-code', '/account/leave', '/welcome'];

async function expectAccessible(page: Page, state: string): Promise<void> {
  const found = await new AxeBuilder({ page }).analyze();
  const told = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join('\n')}`);
  expect(told, state).toEqual([]);
}

async function expectNothingSideways(page: Page, state: string): Promise<void> {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(wide, `${state} scrolls sideways`).toBeLessThanOrEqual(seen!);
}

test.describe('axe finds nothing @js', () => {
  // In the dark the colours alone are others: the words may stay as they are.
  for (const [scheme, where] of [['light', ''], ['dark', ' @once']] as const) {
    test(`on any public page, ${scheme}${where}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      for (const path of PUBLIC) {
        await page.goto(path);
        await expectAccessible(page, path);
      }
    });

    test(`on any page of one’s own, ${scheme}${where}`, async ({ page, reader: _ }) => {
      test.setTimeout(OWN.length * 10_000);
      await page.emulateMedia({ colorScheme: scheme });
      for (const path of OWN) {
        await page.goto(path);
        await expectAccessible(page, path);
      }
      await page.goto('/usage');
      await page.locator('[data-use] a').first().click();
      await expectSound(page, 'one use');
      await page.goto('/usage/01J00000000000000000000000');
      await expectAccessible(page, 'no such use');
      // On a phone the way through the pages is another one.
      await page.setViewportSize({ width: 390, height: 800 });
      await page.goto('/choices');
      await expectAccessible(page, 'the choices on a phone');
    });
  }

  test('after a decision, on its receipt, and with everything refused', async ({ page, patient: _ }) => {
    await page.goto('/choices');
    await switchOf(page, 'purpose:education').click();
    await expect(page.locator('#saved')).toBeVisible();
    await expectAccessible(page, 'a decision was recorded');
    await page.locator('#saved a[href^="/decisions/"]').click();
    await page.waitForURL('**/decisions/*');
    await expectSound(page, 'a receipt');
    await page.goto('/choices');
    await switchOf(page, 'all').click();
    await expect(page.locator('#saved')).toBeVisible();
    await expectAccessible(page, 'everything is refused');
    await page.goto('/decisions');
    await expectAccessible(page, 'the decisions');
  });

  test('where a use went against the choice', async ({ page, signIn }) => {
    await signIn(hasConflict);
    await page.goto('/overview');
    await expectAccessible(page, 'the overview');
    await page.goto('/usage');
    await expectAccessible(page, 'the list');
    await page.locator('main [role=alert] a, [data-conflict] a').first().click();
    await expectAccessible(page, 'the use');
  });

  test('while a code is refused, and while a passkey is asked for', async ({ page, newcomer }) => {
    await page.goto('/activate');
    await page.locator('[data-do=open-activation]').click();
    await expect(page.locator('main [role=alert]:visible').first()).toBeVisible();
    await expectAccessible(page, 'nothing was typed');
    await page.locator('[name=code]').fill(newcomer.activation_code);
    await page.locator('[name=birth_date]').fill(newcomer.birth_date);
    await page.locator('[data-do=open-activation]').click();
    await expect(page.locator('[data-do=make-passkey]')).toBeVisible();
    await expectAccessible(page, 'the second step');
  });
});

test('nothing scrolls sideways on the smallest phone, nor with twice the text @js @desktop', async ({ page, reader: _ }) => {
  for (const [width, size] of [[320, 100], [1280, 100], [640, 200]] as const) {
    await page.setViewportSize({ width, height: 700 });
    for (const path of [...PUBLIC, ...OWN]) {
      await page.goto(path);
      await page.evaluate((size) => (document.documentElement.style.fontSize = `${size}%`), size);
      await expectNothingSideways(page, `${path} at ${width}px, text ${size}%`);
    }
  }
});

test('what is pressed is large enough for a finger @js', async ({ page, reader: _ }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  for (const path of [...PUBLIC, ...OWN]) {
    await page.goto(path);
    expect(await tooSmall(page), path).toEqual([]);
  }
});

test('the keyboard alone refuses a purpose and reads the receipt @js @desktop', async ({ page, patient: _ }) => {
  await page.goto('/choices');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href')), 'first of all, past the navigation').toBe('#main');
  await page.keyboard.press('Enter');

  await tabTo(page, '[data-scope="purpose:ai-development"]');
  await page.keyboard.press('Space');
  await expect(switchOf(page, 'purpose:ai-development')).toHaveAttribute('aria-checked', 'false');
  await expect(page.locator('#saved')).toBeVisible();
  await expect(switchOf(page, 'purpose:ai-development'), 'the keyboard stays where it was').toBeFocused();

  await tabTo(page, '#saved a[href^="/decisions/"]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/decisions/*');
  await expect(page.locator('.receipt')).toBeVisible();
});

test('the keyboard alone opens an account @js @desktop', async ({ page, authenticator: _, newcomer }) => {
  await page.goto('/activate');
  await tabTo(page, '[name=code]');
  await page.keyboard.type(newcomer.activation_code);
  await tabTo(page, '[name=birth_date]');
  await page.keyboard.type(newcomer.birth_date);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-do=make-passkey]')).toBeVisible();
  await tabTo(page, '[data-do=make-passkey]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/welcome');
});

test.describe('the accessibility tree is the one that was reviewed @js @desktop', () => {
  for (const path of ['/', '/purposes', '/help', '/activate', '/sign-in', '/recover']) {
    test(path, async ({ page, language }) => {
      await page.goto(path);
      await expectTree(page, path === '/' ? 'home' : path.slice(1), language);
    });
  }

  for (const path of ['/overview', '/usage', '/choices', '/decisions', '/account', '/welcome']) {
    test(path, async ({ page, reader: _, language }) => {
      await page.goto(path);
      await expectTree(page, path.slice(1), language);
    });
  }

  test('one use', async ({ page, reader: _, language }) => {
    await page.goto('/usage');
    await page.locator('[data-use] a').first().click();
    await page.waitForURL('**/usage/*');
    await expectTree(page, 'use', language);
  });

  test('one decision', async ({ page, patient: _, language }) => {
    await page.goto('/choices');
    await switchOf(page, 'purpose:ai-development').click();
    await page.locator('#saved a[href^="/decisions/"]').click();
    await page.waitForURL('**/decisions/*');
    await expectTree(page, 'decision', language);
  });
});

/**
 * The tree as a screen reader meets it, without what differs from day to day and from person to person: numbers, marks,
 * and all but the first of rows that repeat.
 */
async function expectTree(page: Page, name: string, language: Language): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => {
    // The demo's uses are so many days ago: which of them fall into one year changes with the day.
    for (const row of document.querySelectorAll('[data-use] ~ [data-use], section:has(.year) ~ section:has(.year)')) row.remove();
  });
  const tree = await page.locator('body').ariaSnapshot();
  const steady = tree
    // In quotes or not, as its first sign wants.
    .replace(/"?[A-Za-z0-9_\-+/=]{40,}"?/g, '…')
    .replace(/(January|February|March|April|May|June|July|August|September|October|November|December)/g, 'Month')
    .replace(/\b01[0-9A-HJKMNP-TV-Z]{24}\b/g, '…')
    .replace(/\d[\d,.:]*/g, '0');
  expect(steady).toMatchSnapshot(`${name}.${language}.aria.yml`);
}
