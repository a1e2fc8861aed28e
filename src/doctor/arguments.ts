import { parseArgs } from 'node:util';
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

/** Undefined where it is not written as the usage says. */
export function readDoctorArguments(words: string[]): Asked | undefined {
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
    if (!withinMs || url === null || (values.package && values.manifest)) return undefined;
    return { url, user: values.user, package: values.package, manifest: values.manifest, withinMs };
  } catch {
    return undefined;
  }
}

/** The address that people would name: with the endpoint's path or without. */
function addressOf(text: string): URL | null {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    return null;
  url.pathname = url.pathname.replace(/(?:\/api\/messages)?\/*$/, '');
  return url;
}
