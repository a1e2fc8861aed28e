import { readdirSync, readFileSync } from 'node:fs';
import { baseOf } from '../../src/language/fallback.ts';

const folder = new URL('../../manifest/', import.meta.url);
const schema =
  'https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.Localization.schema.json';

/** Texts by the names that Teams' localisation files give them, such as `bots[0].commandLists[0].commands[1].title`. */
export type ManifestTexts = Record<string, string>;

interface Manifest {
  name: { short: string; full: string };
  description: { short: string; full: string };
  bots: { commandLists: { commands: Told[] }[] }[];
  composeExtensions: { commands: (Told & { parameters: Told[] })[] }[];
}

interface Told {
  title: string;
  description: string;
}

/** What the manifest of one deployment is filled with. */
export interface Deployment {
  /** The app's registration, a GUID. */
  appId: string;
  /** The host that the bot is reached at. */
  domain: string;
  developerName: string;
}

/** The tags of the languages that the manifest is written in, besides English. */
export function manifestLanguages(): string[] {
  return readdirSync(new URL('languages/', folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** The manifest as Teams takes it: filled in, with the names of its languages' files. */
export function manifestFor({ appId, domain, developerName }: Deployment): object {
  const filled: Record<string, string> = { appId, domain, developerName };
  const text = readFileSync(new URL('manifest.json', folder), 'utf8').replace(
    /\$\{(\w+)\}/g,
    (all, name: string) => JSON.stringify(filled[name] ?? all).slice(1, -1),
  );
  const additionalLanguages = manifestLanguages().map((language) => ({
    languageTag: tagInTeams(language),
    file: `${language.toLowerCase()}.json`,
  }));
  return { ...JSON.parse(text), localizationInfo: { defaultLanguageTag: 'en', additionalLanguages } };
}

/**
 * Teams reads the file of a person's language and region, then that of the language alone. Portugal is to read Brazil's, as
 * it does on the cards; who reads traditional Chinese is not to read the simplified.
 */
const tagInTeams = (language: string): string =>
  severalScripts.has(baseOf(language)) ? language.toLowerCase() : baseOf(language);
const severalScripts = new Set(['zh']);

/** The file of one language as Teams takes it. */
export const localizationFor = (language: string): object => ({
  $schema: schema,
  ...textsOfLanguage(language),
});

/** What a person sees of the manifest, in English. */
export function englishManifestTexts(): ManifestTexts {
  const { name, description, bots, composeExtensions } = JSON.parse(
    readFileSync(new URL('manifest.json', folder), 'utf8'),
  ) as Manifest;
  const commands = bots.flatMap((bot, botAt) =>
    bot.commandLists.flatMap((list, listAt) =>
      list.commands.flatMap((command, at) =>
        toldBy(`bots[${botAt}].commandLists[${listAt}].commands[${at}]`, command),
      ),
    ),
  );
  const actions = composeExtensions.flatMap((extension, extensionAt) =>
    extension.commands.flatMap((command, at) => {
      const path = `composeExtensions[${extensionAt}].commands[${at}]`;
      const parameters = command.parameters.flatMap((each, parameterAt) =>
        toldBy(`${path}.parameters[${parameterAt}]`, each),
      );
      return [...toldBy(path, command), ...parameters];
    }),
  );
  return {
    'name.short': name.short,
    'name.full': name.full,
    'description.short': description.short,
    'description.full': description.full,
    ...Object.fromEntries([...commands, ...actions]),
  };
}

const toldBy = (path: string, { title, description }: Told): [string, string][] => [
  [`${path}.title`, title],
  [`${path}.description`, description],
];

export function textsOfLanguage(language: string): ManifestTexts {
  return JSON.parse(readFileSync(new URL(`languages/${language}.json`, folder), 'utf8')) as ManifestTexts;
}
