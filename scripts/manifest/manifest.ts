import { readFileSync } from 'node:fs';
import { baseOf } from '../../src/language/fallback.ts';
import { manifestLanguages, ownFolder, textsOfLanguage } from './texts.ts';

const schema =
  'https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.Localization.schema.json';

/** What the manifest of one deployment is filled with. */
export interface Deployment {
  /** The id of the Teams app, a GUID. */
  appId: string;
  /** The bot's registration, a GUID: the same, unless the Teams app is to have an id of its own. */
  botId: string;
  /** The host that the bot is reached at. */
  domain: string;
  developerName: string;
  /** Where people get help with the app. */
  websiteUrl: string;
  /** Three numbers with full stops between them. */
  version: string;
  /** The app's name in every language, in the place of the translated ones. */
  name?: string | undefined;
}

/** The manifest as Teams takes it: filled in, with the names of its languages' files. */
export function manifestFor({ name, ...deployment }: Deployment, folder = ownFolder): object {
  const filled: Record<string, string> = deployment;
  const text = readFileSync(new URL('manifest.json', folder), 'utf8').replace(
    /\$\{(\w+)\}/g,
    (all, key: string) => JSON.stringify(filled[key] ?? all).slice(1, -1),
  );
  const additionalLanguages = manifestLanguages(folder).map((language) => ({
    languageTag: tagInTeams(language),
    file: localizationFile(language),
  }));
  return {
    ...(JSON.parse(text) as object),
    // The long name would call the app by its old one.
    ...(name === undefined ? {} : { name: { short: name } }),
    localizationInfo: { defaultLanguageTag: 'en', additionalLanguages },
  };
}

/**
 * Teams reads the file of a person's language and region, then that of the language alone. Portugal is to read Brazil's, as
 * it does on the cards; who reads traditional Chinese is not to read the simplified.
 */
const tagInTeams = (language: string): string =>
  severalScripts.has(baseOf(language)) ? language.toLowerCase() : baseOf(language);
const severalScripts = new Set(['zh']);

/** How the file of a language is called in a package. */
export const localizationFile = (language: string): string => `${language.toLowerCase()}.json`;

/** The file of one language as Teams takes it. */
export function localizationFor(
  language: string,
  { name }: Pick<Deployment, 'name'> = {},
  folder = ownFolder,
): object {
  const texts = textsOfLanguage(language, folder);
  if (name === undefined) return { $schema: schema, ...texts };
  const { 'name.full': _long, ...others } = texts;
  return { $schema: schema, ...others, 'name.short': name };
}
