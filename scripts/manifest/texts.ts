import { readdirSync, readFileSync } from 'node:fs';

/** The project's own: `manifest.json`, the icons that it names, and `languages/`. Another one has the same form. */
export const ownFolder = new URL('../../manifest/', import.meta.url);

/** Texts by the names that Teams' localisation files give them, such as `bots[0].commandLists[0].commands[1].title`. */
export type ManifestTexts = Record<string, string>;

interface Manifest {
  name: { short: string; full: string };
  description: { short: string; full: string };
  bots?: { commandLists?: { commands: Told[] }[] }[];
  composeExtensions?: { commands: (Told & { parameters?: Told[] })[] }[];
}

interface Told {
  title: string;
  description: string;
}

/** The tags of the languages that the manifest is written in, besides English. */
export function manifestLanguages(folder = ownFolder): string[] {
  return readdirSync(new URL('languages/', folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** What a person sees of the manifest, in English. */
export function englishManifestTexts(folder = ownFolder): ManifestTexts {
  const {
    name,
    description,
    bots = [],
    composeExtensions = [],
  } = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as Manifest;
  const commands = bots.flatMap((bot, botAt) =>
    (bot.commandLists ?? []).flatMap((list, listAt) =>
      list.commands.flatMap((command, at) =>
        toldBy(`bots[${botAt}].commandLists[${listAt}].commands[${at}]`, command),
      ),
    ),
  );
  const actions = composeExtensions.flatMap((extension, extensionAt) =>
    extension.commands.flatMap((command, at) => {
      const path = `composeExtensions[${extensionAt}].commands[${at}]`;
      const parameters = (command.parameters ?? []).flatMap((each, parameterAt) =>
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

export function textsOfLanguage(language: string, folder = ownFolder): ManifestTexts {
  return JSON.parse(readFileSync(new URL(`languages/${language}.json`, folder), 'utf8')) as ManifestTexts;
}
