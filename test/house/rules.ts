import { findCycle, importsOf, type SourceFile, withoutComments } from './imports.ts';

const lineLimit = 250;

const botFramework = /^(?:botbuilder|botframework)(?:-|\/|$)/;
const restify = /^restify(?:\/|$)/;
const azure = /^@azure\//;
/** What the bot does. */
export const capability =
  /^src\/(?:pin|reminders|helpdesk|phones|language|conversations|retention|watch|work|http)\//;
/** The outer parts, as a path beneath `src` begins: a folder, or the one file. */
const part = (...names: string[]): RegExp => new RegExp(`^src/(?:${names.join('|')})(?:/|\\.ts$)`);

type ImportRule = { of: (path: string) => boolean; never: RegExp[]; why: string };

export const importRules: ImportRule[] = [
  {
    of: (path) => capability.test(path),
    never: [botFramework, restify, azure],
    why: 'what the bot does knows nothing of the channel, the server or the cloud',
  },
  {
    of: (path) => capability.test(path),
    never: [part('bot', 'server', 'main', 'store')],
    why: 'imports point inwards: the outer parts know what the bot does, not the reverse',
  },
  {
    of: (path) => path.startsWith('src/store/'),
    never: [part('bot', 'server', 'main')],
    why: 'the store knows what it keeps, and nobody who asks for it',
  },
  {
    of: (path) => !path.startsWith('src/bot/'),
    never: [botFramework],
    why: 'only src/bot knows botbuilder',
  },
  {
    of: (path) => path !== 'src/server.ts' && !path.startsWith('src/pin-service/'),
    never: [restify],
    why: 'only the two servers know restify',
  },
  {
    of: (path) => path.startsWith('src/bot/'),
    never: [part('store')],
    why: 'the bot is handed what it needs, by type',
  },
];

/** Each breach of the rules of the house as one sentence that names the file and says why. */
export function breaches(files: SourceFile[]): string[] {
  const cycle = findCycle(files);
  return [
    ...files.flatMap(forbiddenImports),
    ...files.filter(isTooLong).map(({ path }) => `${path} has more than ${lineLimit} lines`),
    ...files.filter(writesToConsole).map(({ path }) => `${path} writes to the console instead of the log`),
    ...files.filter(logsWhatItWasGiven).map(({ path }) => `${path} logs a whole activity, request or error`),
    ...(cycle ? [`imports go round: ${cycle.join(' -> ')}`] : []),
  ];
}

function forbiddenImports(file: SourceFile): string[] {
  return importRules
    .filter(({ of }) => of(file.path))
    .flatMap(({ never, why }) =>
      importsOf(file)
        .filter((name) => never.some((forbidden) => forbidden.test(name)))
        .map((name) => `${file.path} imports ${name}: ${why}`),
    );
}

/** Catalogues are as long as what is said in them. */
function isTooLong({ path, text }: SourceFile): boolean {
  return !path.startsWith('src/language/catalogues/') && text.trimEnd().split('\n').length > lineLimit;
}

/** The log keeps to its list of fields; no call should lean on that. Errors go through `faultFields`. */
function logsWhatItWasGiven({ text }: SourceFile): boolean {
  const given = 'activity|context|request|response|error|err|cause|body|message|turnContext';
  const call = new RegExp(
    `\\blog\\.(?:info|warn|error)\\(\\s*(?:\\{\\s*(?:[^}]*(?:\\.\\.\\.|,\\s*))?)?(?:[\\w#]+\\.)*(?:${given})\\s*[,})]`,
  );
  return call.test(withoutComments(text));
}

/** A program's own first file may speak before there is a log. */
function writesToConsole({ path, text }: SourceFile): boolean {
  return !path.endsWith('/main.ts') && /\bconsole\s*\??\.?\s*[.[]/.test(withoutComments(text));
}
