import { readFileSync } from 'node:fs';
import { encode } from 'fast-png';
import { pixelsOf } from '../../scripts/package/pixels.ts';

export type Rgba = [number, number, number, number];

/** A PNG of RGBA, each pixel as it is told. */
export function png(width: number, height: number, colourAt: (x: number, y: number) => Rgba): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.set(colourAt(x, y), (y * width + x) * 4);
  return encode({ width, height, data, channels: 4, depth: 8 });
}

/** The icon of the project, and what colour each of its pixels has. */
export function icon(name: 'color' | 'outline') {
  const pixels = pixelsOf(readFileSync(new URL(`../../manifest/${name}.png`, import.meta.url)));
  if (typeof pixels === 'string') throw new Error(pixels);
  const { width, height, rgba } = pixels;
  const at = (x: number, y: number) => [...rgba.subarray((y * width + x) * 4).slice(0, 4)] as Rgba;
  const all = Array.from({ length: width * height }, (_, nth) => {
    const [x, y] = [nth % width, Math.floor(nth / width)];
    return { x, y, rgba: at(x, y) };
  });
  return { width, height, at, all };
}
