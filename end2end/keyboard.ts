// Whoever uses no mouse.
import { expect, type Page } from '@playwright/test';

/** Presses Tab until it is reached; every stop on the way can be seen. */
export async function tabTo(page: Page, target: string): Promise<void> {
  for (let n = 0; n < 80; n++) {
    const stop = await page.evaluate((target) => {
      const at = document.activeElement;
      if (at === null || at === document.body) return { there: false, seen: true, what: 'body' };
      const style = getComputedStyle(at);
      const seen = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
      return { there: at.matches(target), seen: seen || at.id === 'main', what: at.outerHTML.slice(0, 120) };
    }, target);
    expect(stop.seen, `the focus can be seen on ${stop.what}`).toBe(true);
    if (stop.there) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${target}`);
}

/** Tabs to a list and goes down in it to that value. */
export async function choose(page: Page, target: string, value: string): Promise<void> {
  await tabTo(page, target);
  for (let n = 0; n < 40; n++) {
    if (await page.evaluate((value) => (document.activeElement as HTMLSelectElement).value === value, value)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`${target} has no ${value}`);
}
