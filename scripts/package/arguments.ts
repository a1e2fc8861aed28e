import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { unexpectedWord } from '../../src/command-arguments.ts';
import { guid } from '../../src/settings-form.ts';
import type { Deployment } from '../manifest/manifest.ts';
import { ownFolder } from '../manifest/texts.ts';

/** What the package is made for, and of which folder; or what is wrong with the arguments, a sentence each. */
export type Arguments =
  | { kind: 'read'; deployment: Deployment; folder: URL }
  | { kind: 'refused'; problems: string[] };

export const usage = `Usage: npm run package -- --app-id <GUID> --domain <host>
  --app-id     the Application (client) ID of the bot's registration
  --domain     the host that the bot is reached at, without https://
  --bot-id     the registration's id, where the Teams app is to have another id than the bot
  --name       the app's name, the same in every language (30 characters at most)
  --developer  who offers it (32 characters at most); without it, the domain
  --website    where people get help with it, https; without it, https://<domain>/terms
  --version    three numbers, such as 1.4.0; without it, the version of package.json
  --manifest   a folder in the place of manifest/, such as a copy with icons of your own`;

const hostNameAlone = 'should be a host name alone, such as pins.contoso.com: no https://, port, path or *';
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
function isHostName(text: string): boolean {
  const labels = text.split('.');
  return (
    text.length <= 253 && labels.length > 1 && isIP(text) === 0 && labels.every((each) => label.test(each))
  );
}

const text = (most: number) =>
  z.string().trim().min(1, 'should not be empty').max(most, `should have at most ${most} characters`);

const registrationId = guid.refine(
  (id) => /[1-9a-f]/.test(id),
  'should be the id of a registration, not zeros alone',
);

const options = z.object({
  'app-id': registrationId,
  'bot-id': registrationId.optional(),
  domain: z.string(hostNameAlone).toLowerCase().refine(isHostName, hostNameAlone),
  name: text(30).optional(),
  developer: text(32).optional(),
  website: z
    .url({ protocol: /^https$/, error: 'should be an address that begins with https://' })
    .max(2_048, 'should have at most 2048 characters')
    .optional(),
  version: z
    .string()
    .regex(/^(?:0|[1-9]\d{0,5})(?:\.(?:0|[1-9]\d{0,5})){2}$/, 'should be three numbers, such as 1.4.0')
    .optional(),
  manifest: z.string().min(1, 'should be a folder').optional(),
});
const form = options.refine(({ domain, developer }) => developer !== undefined || domain.length <= 32, {
  path: ['developer'],
  error: 'should be given: the domain has more than 32 characters',
});

/** @param ownVersion the version of package.json */
export function readArguments(args: string[], ownVersion: string): Arguments {
  const given = valuesOf(args);
  if (given.kind === 'torn') return { kind: 'refused', problems: [given.problem] };
  const parsed = form.safeParse(given.values);
  const bad = parsed.error?.issues ?? [];
  const problems = [...given.problems, ...bad.map(({ path, message }) => `--${String(path[0])} ${message}`)];
  if (!parsed.success || problems.length > 0) return { kind: 'refused', problems };
  const { domain, name, developer = domain, website, version = ownVersion, manifest } = parsed.data;
  const appId = parsed.data['app-id'];
  const deployment = {
    appId,
    botId: parsed.data['bot-id'] ?? appId,
    domain,
    developerName: developer,
    websiteUrl: website ?? `https://${domain}/terms`,
    version,
    name,
  };
  const folder = manifest === undefined ? ownFolder : pathToFileURL(`${resolve(manifest)}/`);
  return { kind: 'read', deployment, folder };
}

/** `torn`: a value is left out, so that nobody can tell which of the words behind it is whose. */
type Given =
  | { kind: 'whole'; values: Record<string, string>; problems: string[] }
  | { kind: 'torn'; problem: string };

/** The values by their names, and each word that is none of them. */
function valuesOf(args: string[]): Given {
  const names = Object.keys(options.shape).map((name) => [name, { type: 'string' as const }]);
  const { tokens } = parseArgs({
    args,
    options: Object.fromEntries(names),
    strict: false,
    tokens: true,
  });
  const values: Record<string, string> = {};
  const problems: string[] = [];
  let behindUnknown = -1;
  for (const token of tokens) {
    if (token.kind === 'option') {
      const { name, rawName, value, inlineValue } = token;
      if (!Object.hasOwn(options.shape, name)) {
        problems.push(`${rawName} is not known`);
        behindUnknown = token.index + 1;
      } else if (value === undefined || (!inlineValue && value.startsWith('-')))
        return { kind: 'torn', problem: `${rawName} should have a value behind it` };
      else values[name] = value;
    } else if (token.kind === 'positional' && token.index !== behindUnknown) problems.push(unexpectedWord);
  }
  return { kind: 'whole', values, problems };
}
