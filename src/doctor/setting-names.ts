import { settingNames } from '../config.ts';
import { pinServiceSettingNames } from '../pin-service/settings.ts';
import { type Finding, unsure, wrong } from './finding.ts';

const about = 'settings';

/** The bot's, and those of the PIN service and of the settling of its doubts, which read the same file. */
const known: readonly string[] = [...settingNames, ...pinServiceSettingNames];
/** Of the chat window, which reads the file too. */
const ofChatWindow = /^TEAMSAPPTESTER_/;
/** Of Node, of Azure's libraries and hosts, of PostgreSQL's client, of proxies and of the system. */
const ofLibraries =
  /^(NODE_|UV_|SSL_CERT_|AZURE_|MSI_|IDENTITY_|IMDS_|WEBSITES?_|APPSETTING_|SCM_|APPLICATIONINSIGHTS_|PG[A-Z]+$|(HTTPS?|ALL|NO)_PROXY$|TZ$|LANG$|LC_)/i;

/** A line of a key or a secret that was pasted over several lines may read as a name: it is not repeated. */
const writtenAsOne = /^[A-Z][A-Z0-9_]{0,39}$/;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * A setting that is misspelt in `.env` is a setting that is not made. Of the environment this cannot be told: it is full
 * of names of others.
 */
export function lookAtNames(variables: Variables, environment: Variables): Finding[] {
  return Object.keys(variables)
    .filter((name) => variables[name]?.trim() && environment[name] === undefined)
    .filter((name) => !known.includes(name) && !ofLibraries.test(name) && !ofChatWindow.test(name))
    .flatMap((name) => {
      const meant = nearest(name);
      if (meant !== undefined)
        return wrong(
          about,
          `${name} stands in .env, and no program reads it`,
          `Write ${meant}, or leave it out.`,
        );
      const mend = 'Leave it out, unless something else reads the file.';
      const told = writtenAsOne.test(name) ? name : 'a name that looks like none of a setting’s';
      return unsure(about, `${told} stands in .env, and the bot does not read it`, mend);
    });
}

/** The setting that is two slips away at most, however its words are parted and whichever case they are in. */
function nearest(name: string): string | undefined {
  const far = known.map((each) => ({ each, slips: slipsBetween(plain(name), plain(each)) }));
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
