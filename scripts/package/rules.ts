import type { Problem } from './problem.ts';

/** More commands than these are a menu that nobody reads. Microsoft's schema would take twelve. */
const mostCommands = 6;

const file = 'manifest.json';

interface Command {
  id?: string;
  title: string;
}

/** The parts of a manifest that the schema has let through and that these rules are about. */
export interface SoundManifest {
  name: { short: string };
  icons: Record<string, string>;
  bots?: { commandLists?: { commands: Command[] }[] }[];
  composeExtensions?: { commands?: Command[] }[];
}

/**
 * What is wrong with a manifest that the schema takes: the Store's rules for commands (Teams Store validation guidelines,
 * "Bot commands"), ids that name two things, and what was left to fill in.
 */
export function ruleProblems(manifest: SoundManifest): Problem[] {
  const bots = (manifest.bots ?? []).flatMap(({ commandLists = [] }, bot) =>
    commandLists.flatMap(({ commands }, list) =>
      commandProblems(`bots[${bot}].commandLists[${list}].commands`, commands),
    ),
  );
  const actions = (manifest.composeExtensions ?? []).flatMap(({ commands = [] }, at) => {
    const field = `composeExtensions[${at}].commands`;
    return repeated(commands.map(({ id = '' }) => id)).map((id) =>
      problem(field, `should have one ${id} alone`),
    );
  });
  return [...bots, ...actions, ...iconNameProblems(manifest.icons), ...unfilled(manifest)];
}

function commandProblems(field: string, commands: Command[]): Problem[] {
  const titles = commands.map(({ title }) => title);
  const tooMany =
    commands.length > mostCommands
      ? [`has ${commands.length} commands, should have at most ${mostCommands}`]
      : [];
  return [
    ...tooMany,
    ...(commands.length === 0 ? ['should have a command'] : []),
    ...repeated(titles).map((title) => `should say ${JSON.stringify(title)} once`),
    ...titles
      .filter((title) => /^[^\p{L}\p{N}]/u.test(title))
      .map((title) => `should have a title that begins with a letter, not ${JSON.stringify(title)}`),
  ].map((what) => problem(field, what));
}

const repeated = (names: string[]): string[] => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
];

/** A package is flat, and a name that leads elsewhere would put a file of this machine into it. */
const iconNameProblems = (icons: Record<string, string>): Problem[] =>
  Object.entries(icons)
    .filter(([, name]) => !/^[\w-]+\.png$/.test(name))
    .map(([which]) => problem(`icons.${which}`, 'should be the name of a PNG file beside the manifest'));

const unfilled = (manifest: object): Problem[] =>
  [...new Set(JSON.stringify(manifest).match(/\$\{\w*\}?/g))].map((mark) =>
    problem('', `should not have ${mark}, which nothing fills in`),
  );

const problem = (field: string, what: string): Problem => ({ file, field, what });
