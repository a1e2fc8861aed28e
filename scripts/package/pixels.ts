import { convertIndexedToRgb, decode } from 'fast-png';

/** A picture, four bytes a pixel: red, green, blue, alpha. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Uint8Array;
}

/** A PNG's pixels, or why there are none. */
export function pixelsOf(png: Uint8Array): Pixels | string {
  try {
    const { width, height, depth, channels, data, palette, transparency } = decode(png, { checkCrc: true });
    if (palette) {
      const colours = convertIndexedToRgb({ width, height, depth, channels, data, palette, text: {} });
      return { width, height, rgba: inRgba(colours, palette[0]?.length ?? 3) };
    }
    if (depth !== 8) return 'should be a PNG of 8 bits a channel';
    if (transparency) return 'should be a PNG with an alpha channel, or without transparency';
    return { width, height, rgba: inRgba(data, channels) };
  } catch {
    return 'should be a PNG';
  }
}

/** Of grey, grey with alpha, RGB or RGBA. */
function inRgba(data: ArrayLike<number>, channels: number): Uint8Array {
  const hasAlpha = channels === 2 || channels === 4;
  const isGrey = channels < 3;
  const rgba = new Uint8Array((data.length / channels) * 4);
  for (let from = 0, to = 0; from < data.length; from += channels, to += 4) {
    for (let colour = 0; colour < 3; colour += 1) rgba[to + colour] = data[from + (isGrey ? 0 : colour)] ?? 0;
    rgba[to + 3] = hasAlpha ? (data[from + channels - 1] ?? 0) : 255;
  }
  return rgba;
}
