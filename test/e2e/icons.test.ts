import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawn } from '../../scripts/icons/drawn.ts';
import { pixelsOf } from '../../scripts/package/pixels.ts';
import { openChromium } from './chromium.ts';

let browser: Awaited<ReturnType<typeof openChromium>>;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());

const folder = new URL('../../manifest/', import.meta.url);

function rgbaOf(png: Uint8Array): Uint8Array {
  const pixels = pixelsOf(png);
  if (typeof pixels === 'string') throw new Error(pixels);
  return pixels.rgba;
}

it.each(['color', 'outline'])('manifest/%s.png is what its drawing shows: npm run icons', async (name) => {
  const drawing = readFileSync(new URL(`icons/${name}.svg`, folder), 'utf8');
  const shown = rgbaOf(await drawn(browser, drawing));
  const kept = rgbaOf(readFileSync(new URL(`${name}.png`, folder)));
  expect(kept.length).toBe(shown.length);
  // Browsers smooth edges each in their own way, and by a little.
  const off = shown.filter((value, at) => Math.abs(value - (kept[at] ?? 0)) > 64);
  expect(off.length).toBeLessThan(shown.length / 500);
});
