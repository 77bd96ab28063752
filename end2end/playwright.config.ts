import { defineConfig, devices } from '@playwright/test';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } };
const phone = devices['Pixel 5'];
const japanese = { locale: 'ja-JP', timezoneId: 'Asia/Tokyo' };
const english = { locale: 'en-GB', timezoneId: 'Asia/Tokyo' };

// A test says in its title where it makes sense; without such a word it runs everywhere.
//   @js       needs scripts          @nojs   is about their absence
//   @desktop  one look is enough     @once   has no words in it: one language is enough, too
const without = (...words: string[]) => new RegExp(words.map((word) => `@${word}\\b`).join('|'));

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './seed.ts',
  snapshotPathTemplate: 'snapshots/{arg}{ext}',
  updateSnapshots: process.env.CI ? 'none' : 'missing',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    // Recording every test costs much of its time: TRACE=1 for whoever looks into one that fails.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: chromium(),
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'js-ja', use: { ...desktop, ...japanese }, grepInvert: without('nojs') },
    { name: 'js-en', use: { ...desktop, ...english }, grepInvert: without('nojs', 'once') },
    { name: 'nojs-ja', use: { ...desktop, ...japanese, javaScriptEnabled: false }, grepInvert: without('js', 'desktop', 'once') },
    { name: 'nojs-en', use: { ...desktop, ...english, javaScriptEnabled: false }, grepInvert: without('js', 'desktop', 'once') },
    { name: 'mobile-ja', use: { ...phone, ...japanese }, grepInvert: without('nojs', 'desktop', 'once') },
    { name: 'mobile-en', use: { ...phone, ...english }, grepInvert: without('nojs', 'desktop', 'once') },
  ],
});

/** The browser of the system, first of all the one that draws no window: docs/decisions/0020-browser-projects.md. */
function chromium(): string | undefined {
  const names = [process.env.CHROMIUM, 'chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].filter((name) => name !== undefined);
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names
    .flatMap((name) => (name.includes('/') ? [name] : folders.map((folder) => join(folder, name))))
    .find((path) => existsSync(path));
}
