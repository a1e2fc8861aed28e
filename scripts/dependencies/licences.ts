import type { InstalledPackage } from './installed.ts';

/** Licences that ask for no more than that their text goes along, by their SPDX names. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
]);

/** The packages whose licence is not an allowed one, by `name@version`, with a sentence about each. */
export function licenceBreaches(packages: InstalledPackage[]): Map<string, string> {
  const foreign = packages.filter(({ licence }) => licence === undefined || !isAllowed(licence));
  return new Map(
    foreign.map(({ name, version, licence }) => {
      const what = `${name}@${version}`;
      return [what, `${what} has a licence that is not allowed: ${licence ?? 'none named'}`];
    }),
  );
}

/** How many packages have which licence. */
export function licenceCounts(packages: InstalledPackage[]): string {
  const counts = new Map<string, number>();
  for (const { licence = 'none named' } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([licence, count]) => `${licence} ${count}`)
    .join(', ');
}

/**
 * Whether an SPDX expression can be met with allowed licences alone: one side of each `OR`, both of each `AND`. A licence
 * `WITH` an exception is another licence, and what is no expression is not allowed.
 * https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/
 */
export function isAllowed(expression: string): boolean {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  const takes = (token: string): boolean => {
    if (tokens[0] !== token) return false;
    tokens.shift();
    return true;
  };
  let sound = true;
  const one = (): boolean => {
    if (!takes('(')) {
      const name = tokens.shift();
      sound &&= name !== undefined && !/^([()]|AND|OR|WITH)$/.test(name);
      return allowed.has(name ?? '');
    }
    const met = either();
    sound &&= takes(')');
    return met;
  };
  const both = (): boolean => {
    let met = one();
    while (takes('AND')) met = one() && met;
    return met;
  };
  const either = (): boolean => {
    let met = both();
    while (takes('OR')) met = both() || met;
    return met;
  };
  return either() && sound && tokens.length === 0;
}
