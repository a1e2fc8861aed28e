import { readFileSync } from 'node:fs';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { iconProblems } from '../../scripts/package/icons.ts';
import { icon, png, type Rgba } from './png.ts';

const whatOf = (which: string, picture: Uint8Array): string[] =>
  iconProblems(which, 'an.png', picture).map(({ what }) => what);

describe('the outline icon', () => {
  const { width, height, all } = icon('outline');
  const drawn = all.filter(({ rgba }) => rgba[3] > 0);

  it('is 32 by 32, each pixel white or nothing', () => {
    expect([width, height]).toEqual([32, 32]);
    expect(
      drawn.filter(({ rgba: [red, green, blue] }) => [red, green, blue].some((each) => each !== 255)),
    ).toEqual([]);
  });

  it('shows a symbol, up to its edges', () => {
    expect(drawn.length).toBeGreaterThan(100);
    expect(all.length - drawn.length).toBeGreaterThan(400);
    const [xs, ys] = [drawn.map(({ x }) => x), drawn.map(({ y }) => y)];
    expect([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]).toEqual([1, 30, 1, 31]);
  });
});

describe('the colour icon', () => {
  const { width, height, at, all } = icon('color');

  it('is 192 by 192 of one colour up to its corners, without a hole', () => {
    expect([width, height]).toEqual([192, 192]);
    expect(all.filter(({ rgba }) => rgba[3] !== 255)).toEqual([]);
    const edge = all.filter(({ x, y }) => x === 0 || y === 0 || x === 191 || y === 191);
    expect(edge.filter(({ rgba }) => rgba.join() !== at(0, 0).join())).toEqual([]);
  });

  it('has the accent colour, and its symbol in the middle 96, where no crop reaches it', () => {
    const [red, green, blue] = at(0, 0);
    const manifest = readFileSync(new URL('../../manifest/manifest.json', import.meta.url), 'utf8');
    const hex = [red, green, blue].map((each) => each.toString(16).padStart(2, '0')).join('');
    expect(manifest).toContain(`"accentColor": "#${hex.toUpperCase()}"`);
    const symbol = all.filter(({ rgba }) => rgba.join() !== at(0, 0).join());
    expect(symbol.length).toBeGreaterThan(2_000);
    expect(symbol.filter(({ x, y }) => x < 48 || x > 143 || y < 48 || y > 143)).toEqual([]);
  });
});

const white: Rgba = [255, 255, 255, 255];
const nothing: Rgba = [0, 0, 0, 0];
const blue: Rgba = [0, 0, 200, 255];
const inBox = (x: number, y: number, from: number, to: number) =>
  x >= from && x <= to && y >= from && y <= to;

describe('the icons’ rules', () => {
  it.each<[string, string, Uint8Array]>([
    ['color', 'a full square', png(192, 192, () => blue)],
    ['color', 'a symbol on nothing', png(192, 192, (x, y) => (inBox(x, y, 48, 143) ? blue : nothing))],
    [
      'outline',
      'half-transparent edges',
      png(32, 32, (x, y) => (inBox(x, y, 1, 30) ? [255, 255, 255, 90] : nothing)),
    ],
    ['outline', 'an invisible colour', png(32, 32, (x, y) => (inBox(x, y, 1, 30) ? white : [9, 9, 9, 0]))],
    ['color32x32', 'any colour', png(32, 32, (x) => [x, 0, 0, 128])],
  ])('take an icon %s with %s', (which, _what, picture) => expect(whatOf(which, picture)).toEqual([]));

  it.each<[string, string, Uint8Array, string]>([
    ['color', 'of another size', png(191, 192, () => blue), 'is 191 by 192 pixels, should be 192 by 192'],
    ['outline', 'of another size', png(192, 192, () => white), 'is 192 by 192 pixels, should be 32 by 32'],
    [
      'color',
      'with a corner cut off',
      png(192, 192, (x, y) => (x + y < 9 ? nothing : blue)),
      'should have a background of one colour',
    ],
    [
      'color',
      'with a frame that is half transparent',
      png(192, 192, () => [0, 0, 9, 9]),
      'should have a background of one colour',
    ],
    [
      'outline',
      'in another colour',
      png(32, 32, (x, y) => (inBox(x, y, 1, 30) ? blue : nothing)),
      'has another colour in 900 of its pixels, should be white on transparent alone',
    ],
    [
      'outline',
      'with one grey pixel',
      png(32, 32, (x, y) =>
        x + y === 2 && x === 1 ? [254, 255, 255, 1] : inBox(x, y, 2, 31) ? white : nothing,
      ),
      'has another colour in 1 of its pixels',
    ],
    ['outline', 'without a symbol', png(32, 32, () => nothing), 'should show something'],
    ['outline', 'without a hole', png(32, 32, () => white), 'should be transparent around its symbol'],
    [
      'outline',
      'with room around it',
      png(32, 32, (x, y) => (inBox(x, y, 6, 25) ? white : nothing)),
      'should fill its picture',
    ],
    ['third', 'that Teams does not know', png(32, 32, () => white), 'Teams knows no icon "third"'],
  ])('refuse an icon %s %s', (which, _what, picture, what) => {
    expect(whatOf(which, picture)).toEqual([expect.stringContaining(what)]);
  });

  it.each<[string, Uint8Array]>([
    ['no bytes', new Uint8Array()],
    ['text', Buffer.from('<svg/>')],
    ['half a PNG', png(192, 192, () => blue).slice(0, 60)],
    ['a PNG that was damaged', png(192, 192, () => blue).map((byte, at) => (at === 50 ? byte ^ 1 : byte))],
  ])('refuse what is no picture: %s', (_what, bytes) =>
    expect(whatOf('color', bytes)).toEqual(['should be a PNG']),
  );

  it.each<[string, number, number]>([
    ['grey', 1, 192],
    ['grey with alpha', 2, 192],
    ['RGB', 3, 192],
    ['RGBA', 4, 192],
  ])('read %s', (_what, channels, side) => {
    const data = new Uint8Array(side * side * channels).fill(255);
    expect(whatOf('color', encode({ width: side, height: side, data, channels, depth: 8 }))).toEqual([]);
  });

  it('read colours by a palette', () => {
    const data = new Uint8Array(32 * 32).map((_, at) => (at % 32 > 0 && at % 32 < 31 ? 1 : 0));
    const palette = (symbol: number[]) => [
      [0, 0, 0, 0],
      [...symbol, 255],
    ];
    const indexed = (symbol: number[]) =>
      encode({ width: 32, height: 32, data, channels: 1, depth: 8, palette: palette(symbol) });
    expect(whatOf('outline', indexed([255, 255, 255]))).toEqual([]);
    expect(whatOf('outline', indexed([255, 0, 255]))).toEqual([
      expect.stringContaining('in 960 of its pixels'),
    ]);
  });

  it('refuse 16 bits a channel', () => {
    const data = new Uint16Array(192 * 192 * 3);
    expect(whatOf('color', encode({ width: 192, height: 192, data, channels: 3, depth: 16 }))).toEqual([
      'should be a PNG of 8 bits a channel',
    ]);
  });
});
