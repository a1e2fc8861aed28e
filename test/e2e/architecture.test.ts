import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from './chromium.ts';

const drawing = readFileSync(new URL('../../docs/pictures/architecture.svg', import.meta.url), 'utf8');

/** As text: the tests know no browser. */
const look = `(() => {
  const luminance = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number).map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const fillOf = (node) => getComputedStyle(node).fill;
  const texts = [...document.querySelectorAll('text')].map((node) => ({ node, box: node.getBBox() }));
  const rects = [...document.querySelectorAll('rect')].map((node) => ({ node, box: node.getBBox() }));
  const touches = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width
    && a.y + 2 < b.y + b.height - 2 && b.y + 2 < a.y + a.height - 2;
  const holds = (a, b) => b.x >= a.x && b.y >= a.y && b.x + b.width <= a.x + a.width && b.y + b.height <= a.y + a.height;
  return texts.flatMap(({ node, box }, at) => {
    const name = node.textContent;
    const own = node.parentNode.querySelector('rect');
    const ground = rects.filter((rect) => holds(rect.box, box)).at(-1);
    if (!ground) return [name + ' stands on nothing'];
    const [lighter, darker] = [fillOf(node), fillOf(ground.node)].map(luminance).sort((a, b) => b - a);
    return [
      ...(node.parentNode.matches('.box') && !holds(own.getBBox(), box) ? [name + ' leaves its box'] : []),
      ...texts.slice(at + 1).filter((other) => touches(box, other.box)).map((other) => name + ' lies over ' + other.node.textContent),
      ...((lighter + 0.05) / (darker + 0.05) < 4.5 ? [name + ' is faint'] : []),
    ];
  });
})()`;

let browser: Browser;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());

async function faultsOf(svg: string, colorScheme: 'light' | 'dark'): Promise<string[]> {
  const page = await browser.newPage({ colorScheme });
  await page.setContent(svg);
  const faults = await page.evaluate<string[]>(look);
  await page.close();
  return faults;
}

describe.each(['light', 'dark'] as const)('the drawing of the house, %s', (theme) => {
  it('can be read: every text in its box, over no other, and not faint', async () => {
    expect(await faultsOf(drawing, theme)).toEqual([]);
  });
});

describe('what looks at it', () => {
  it.each([
    ['leaves its box', drawing.replace('>start, stop<', '>starts, listens and stops<')],
    ['lies over', drawing.replace('x="446" y="380">1<', 'x="230" y="380">1<')],
    ['is faint', drawing.replace('fill: #1f2328', 'fill: #c0c4c8')],
  ])('finds a text that %s', async (fault, damaged) => {
    expect(damaged).not.toBe(drawing);
    expect((await faultsOf(damaged, 'light')).join()).toContain(fault);
  });
});
