import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const { BUILT_PROGRAMS: built } = process.env;

/** A program that a test starts: as it was built, which starts in half the time of the source, or else the source. */
export const programFile = (name: 'main' | 'pin-service/main'): string =>
  built ? resolve(built, `${name}.js`) : fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url));

/** A program's environment. Where whoever has built them names a folder, what one start compiles is there for the next. */
export const programEnv: Record<string, string> = {
  PATH: process.env.PATH ?? '',
  ...(built ? { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '' } : {}),
};
