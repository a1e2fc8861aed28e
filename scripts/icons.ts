/**
 * `npm run icons`: draws manifest/color.png and manifest/outline.png from manifest/icons/*.svg, with the Chromium that
 * CHROMIUM names. The pictures are kept beside the drawings, so that packaging needs no browser.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { drawn } from './icons/drawn.ts';

const folder = new URL('../manifest/', import.meta.url);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const name of ['color', 'outline']) {
    const drawing = readFileSync(new URL(`icons/${name}.svg`, folder), 'utf8');
    writeFileSync(new URL(`${name}.png`, folder), await drawn(browser, drawing));
    console.log(`manifest/${name}.png`);
  }
} finally {
  await browser.close();
}
