import { type Pixels, pixelsOf } from './pixels.ts';
import type { Problem } from './problem.ts';

/** How wide and high each icon is that a manifest may name, in pixels. */
const sidePx: Record<string, number> = { color: 192, outline: 32, color32x32: 32 };

/**
 * What Teams asks of an icon ("Teams app package", "App icons"): its size; of the colour one, that it is square to its
 * corners; of the outline, that it is white on nothing and fills its picture.
 */
export function iconProblems(which: string, file: string, png: Uint8Array): Problem[] {
  const pixels = pixelsOf(png);
  const found = typeof pixels === 'string' ? [pixels] : faultsOf(which, pixels);
  return found.map((what) => ({ file, field: '', what }));
}

function faultsOf(which: string, pixels: Pixels): string[] {
  const side = sidePx[which];
  if (side === undefined) return [`should not be there: Teams knows no icon "${which}"`];
  const { width, height } = pixels;
  if (width !== side || height !== side)
    return [`is ${width} by ${height} pixels, should be ${side} by ${side}`];
  if (which === 'color') return colorFaults(pixels);
  return which === 'outline' ? outlineFaults(pixels) : [];
}

/** Teams rounds the corners itself, and crops the picture to other shapes. */
function colorFaults({ width, height, rgba }: Pixels): string[] {
  const colourAt = (x: number, y: number) =>
    rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4).join();
  const edge = new Set<string>();
  for (let at = 0; at < width; at += 1) {
    for (const [x, y] of [
      [at, 0],
      [at, height - 1],
      [0, at],
      [width - 1, at],
    ] as const)
      edge.add(colourAt(x, y));
  }
  const [only = ''] = edge;
  const alpha = only.split(',')[3];
  return edge.size === 1 && (alpha === '255' || alpha === '0')
    ? []
    : ['should have a background of one colour, or none, up to its edges and corners'];
}

/** So much of the picture the symbol fills, in the one direction or the other. */
const leastFilled = 0.85;

function outlineFaults({ width, height, rgba }: Pixels): string[] {
  const drawn: { x: number; y: number }[] = [];
  let coloured = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [red, green, blue, alpha] = rgba.subarray((y * width + x) * 4);
      if (alpha === 0) continue;
      drawn.push({ x, y });
      if (red !== 255 || green !== 255 || blue !== 255) coloured += 1;
    }
  }
  if (coloured > 0)
    return [`has another colour in ${coloured} of its pixels, should be white on transparent alone`];
  if (drawn.length === 0) return ['should show something'];
  if (drawn.length === width * height) return ['should be transparent around its symbol'];
  const filled = Math.max(extent(drawn.map(({ x }) => x)) / width, extent(drawn.map(({ y }) => y)) / height);
  return filled < leastFilled ? ['should fill its picture, without room around the symbol'] : [];
}

const extent = (places: number[]): number => Math.max(...places) - Math.min(...places) + 1;
