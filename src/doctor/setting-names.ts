import { knownSettings, nearestSetting } from '../misspelt-settings.ts';
import { type Finding, unsure, wrong } from './finding.ts';

const about = 'settings';

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
    .filter((name) => !knownSettings.includes(name) && !ofLibraries.test(name) && !ofChatWindow.test(name))
    .flatMap((name) => {
      const meant = nearestSetting(name);
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
