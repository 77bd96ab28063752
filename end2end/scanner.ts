// Reads a drawn code as a telephone does: from a picture of it, with ZXing.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator } from '@playwright/test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

// By itself it would fetch its module from somebody else's server.
const wasm = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

/** What the drawing says. It is laid over the page, as large as there is room: paper shows finer squares than a screen. */
export async function scanned(drawing: Locator): Promise<string> {
  await drawing.evaluate((svg: SVGElement) => {
    const side = `${Math.min(innerWidth, innerHeight)}px`;
    Object.assign(svg.style, { position: 'fixed', inset: '0 auto auto 0', zIndex: '9', inlineSize: side, blockSize: side, maxInlineSize: 'none' });
  });
  const picture = await drawing.screenshot();
  await drawing.evaluate((svg: SVGElement) => svg.removeAttribute('style'));
  const [code] = await readBarcodes(picture, { formats: ['QRCode'], maxNumberOfSymbols: 1 });
  if (!code?.isValid) throw new Error('no telephone reads this code');
  return code.text;
}
