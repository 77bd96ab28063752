// What a machine can see of a page that works for everybody: nothing for axe to find, nothing that scrolls sideways on the
// smallest phone, nothing too small for a finger.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Looks at the page as it is now, in the scheme and the size that it has; leaves it as it was. */
export async function expectSound(page: Page, state = page.url()): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
  expect(found, state).toEqual([]);
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, `${state} scrolls sideways`).toBeLessThanOrEqual(320);
  expect(await tooSmall(page), state).toEqual([]);
  await page.setViewportSize(size);
}

/** What is pressed and is smaller than 44 px, with its size. */
export function tooSmall(page: Page): Promise<string[]> {
  return page.locator('button:visible, a.btn:visible, nav a:visible, summary:visible').evaluateAll((all) =>
    all
      .map((each) => ({ box: each.getBoundingClientRect(), words: each.textContent?.trim() || each.getAttribute('aria-label') }))
      // Off the screen until they are needed: the skip link.
      .filter(({ box }) => box.bottom > 0 && box.width > 1)
      .filter(({ box }) => box.height < 44 || box.width < 44)
      .map(({ box, words }) => `${words}: ${box.width} × ${box.height}`),
  );
}
