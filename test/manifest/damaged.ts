import { afterEach, beforeEach, expect } from 'vitest';
import { ownFolder } from './run-package.ts';

const sound = ['--app-id', '0f5b8a4e-6f0f-4d3f-8f2e-4a7be7a1c001', '--domain', 'pins.contoso.example'];

export type Folder = ReturnType<typeof ownFolder>;
export type Damage = (folder: Folder) => void;

/** A copy of the manifest folder for each test of a file: to damage, and to be packaged by the command itself. */
export function eachWithACopy() {
  let folder: Folder;
  beforeEach(() => {
    folder = ownFolder();
    folder.copy();
  });
  afterEach(() => folder.removeAll());
  return {
    folder: () => folder,
    run: () => folder.runCopy(sound),
    /** That it says these lines and no others, writes nothing and ends with 1. */
    async expectRefused(damage: Damage, lines: (string | RegExp)[]) {
      damage(folder);
      const { code, stdout, refused } = await folder.runCopy(sound);
      expect(refused).toEqual(
        lines.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))),
      );
      expect([code, stdout, folder.built()]).toEqual([1, '', undefined]);
    },
  };
}

/** Puts a value into a JSON file at `bots.0.scopes`, past the end of a list at `+`; undefined takes what is there away. */
export const put =
  (file: string, path: string, value: unknown): Damage =>
  (of) =>
    of.edit(file, (json) => {
      const names = path.split('.');
      const last = names.pop() ?? '';
      const at = names.reduce((within, name) => within[name], json);
      if (last === '+') at.push(...(value as unknown[]));
      else if (value === undefined) delete at[last];
      else at[last] = value;
    });

/** So many commands that the manifest has not. */
export const commands = (count: number) =>
  Array.from({ length: count }, (_, nth) => ({ title: `More ${nth}`, description: 'x' }));
