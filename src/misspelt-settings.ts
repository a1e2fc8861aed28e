import { SettingsError, settingNames } from './config.ts';
import { pinServiceSettingNames } from './pin-service/settings.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The bot's, and those of the PIN service and of the settling of its doubts, which read the same file. */
export const knownSettings: readonly string[] = [...settingNames, ...pinServiceSettingNames];

/**
 * The same error, with the misspelt names before what is missing because of them: no value is told. Those of `.env`, and
 * of the environment, which is full of names of others, only such as may be meant for a setting that is told as missing.
 */
export function withMisspelt(error: unknown, variables: Variables, environment: Variables): unknown {
  if (!(error instanceof SettingsError)) return error;
  const told = new Set(error.problems.flatMap((each) => each.split(/\W+/)));
  const hints = Object.keys(variables).flatMap((name) => {
    if (!variables[name]?.trim() || knownSettings.includes(name)) return [];
    const meant = nearestSetting(name);
    if (meant === undefined) return [];
    const unread = `and no program reads it: write ${meant}, or leave it out`;
    if (environment[name] === undefined) return [`${name} stands in .env, ${unread}`];
    return told.has(meant) && !variables[meant]?.trim() ? [`${name} is set, ${unread}`] : [];
  });
  return new SettingsError([...hints, ...error.problems]);
}

/** The setting that is two slips away at most, however its words are parted and whichever case they are in. */
export function nearestSetting(name: string): string | undefined {
  const far = knownSettings.map((each) => ({ each, slips: slipsBetween(plain(name), plain(each)) }));
  const { each, slips } = far.reduce((one, other) => (other.slips < one.slips ? other : one));
  return slips <= Math.min(2, Math.floor(plain(each).length / 3)) ? each : undefined;
}

const plain = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toLowerCase();

/** Letters to put in, to take out or to exchange (Levenshtein). */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [taken, letter] of [...one].entries()) {
    const next = [taken + 1];
    for (const [at, wanted] of [...other].entries()) {
      const [left = 0, above = 0, before = 0] = [next[at], row[at + 1], row[at]];
      next.push(Math.min(left + 1, above + 1, before + (letter === wanted ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
