import { parseArgs } from 'node:util';
import { argumentFault, durationShape } from '../command-arguments.ts';
import { parseDuration } from '../duration.ts';

export const doctorUsage = `Usage: doctor [--url https://bot.example.com] [--user <id>] [--package <zip> | --manifest <json>] [--within 10s]
  --url       the bot's public address, which is asked as Teams would
  --user      somebody whose account the PIN service is asked for (an object id, or what PIN_SERVICE_USER_KEY says)
  --package   the Teams app package, which is held against the settings; --manifest: its manifest.json alone
  --within    how long each question may take`;

/** What was asked for on the command line. */
export interface Asked {
  url: URL | undefined;
  user: string | undefined;
  package: string | undefined;
  manifest: string | undefined;
  /** For each question that is asked of somebody. */
  withinMs: number;
}

export type ArgumentsRead = { kind: 'asked'; asked: Asked } | { kind: 'wrong'; what: string };
const wrong = (what: string): ArgumentsRead => ({ kind: 'wrong', what });

/** What was asked for, or what of it is not written as the usage says. */
export function readDoctorArguments(words: string[]): ArgumentsRead {
  try {
    const { values } = parseArgs({
      args: words,
      options: {
        url: { type: 'string' },
        user: { type: 'string' },
        package: { type: 'string' },
        manifest: { type: 'string' },
        within: { type: 'string', default: '10s' },
      },
    });
    const withinMs = parseDuration(values.within);
    const url = values.url === undefined ? undefined : addressOf(values.url);
    if (!withinMs) return wrong(`--within ${durationShape}, such as 10s`);
    if (url === null) return wrong(`--url ${addressShape}`);
    if (values.package && values.manifest) return wrong('--package and --manifest should not both be given');
    const { user, package: file, manifest } = values;
    return { kind: 'asked', asked: { url, user, package: file, manifest, withinMs } };
  } catch (error) {
    return wrong(argumentFault(error));
  }
}

const addressShape =
  'should be an address with https:// (or http://) before it, without user, password, query or fragment';

/** The address that people would name: with the endpoint's path or without. */
function addressOf(text: string): URL | null {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    return null;
  url.pathname = url.pathname.replace(/(?:\/api\/messages)?\/*$/, '');
  return url;
}
