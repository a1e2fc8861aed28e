import type { Registration } from '../config.ts';
import { type Finding, fine, type Look, quoted, unsure, wrong } from './finding.ts';
import { type Manifest, manifestIn, manifestInPackage } from './manifest-file.ts';

const about = 'manifest';

/** Holds the Teams app that people install against the settings of the bot that is to answer them. */
export const lookAtManifest: Look = async ({ settings: { registration }, asked }) => {
  if (!asked.package && !asked.manifest)
    return [
      unsure(
        about,
        'not looked at',
        'Name the app package with --package, or its manifest.json with --manifest.',
      ),
    ];
  const read = asked.package ? manifestInPackage(asked.package) : manifestIn(asked.manifest ?? '');
  if (read.kind === 'none') return [wrong(about, read.what, read.mend)];
  const { manifest, files } = read;
  if (JSON.stringify(manifest).includes('${'))
    return [
      wrong(
        about,
        'it is the template, with places that are not filled in',
        'Make the package by npm run package.',
      ),
    ];
  const wrongs = [
    ...wrongIds(manifest, registration),
    ...wrongScopes(manifest),
    ...wrongIcons(manifest, files),
    ...wrongDomain(manifest, asked.url),
  ];
  if (wrongs.length > 0) return wrongs;
  const domain = asked.url ? `, ${asked.url.hostname} among its domains` : '';
  const good = fine(about, `its app and its bot are MicrosoftAppId${domain}`);
  return asked.url
    ? [good]
    : [good, unsure(about, 'its domains were not looked at', 'Give the public address with --url.')];
};

const isSame = (id: string | undefined, appId: string): boolean => id?.toLowerCase() === appId;

function wrongIds(
  { id, bots, composeExtensions }: Manifest,
  registration: Registration | undefined,
): Finding[] {
  if (!registration) return [unsure(about, 'there is no MicrosoftAppId to hold it against')];
  const { appId } = registration;
  const mend = 'Make the package anew by npm run package with the settings of this bot, and upload it.';
  const bot = bots[0]?.botId;
  const others = composeExtensions.filter(({ botId }) => botId !== undefined && !isSame(botId, appId));
  return [
    ...(isSame(bot, appId)
      ? []
      : [
          wrong(
            about,
            `its bot is ${quoted(bot)}, and MicrosoftAppId is ${appId}: people write to another bot`,
            mend,
          ),
        ]),
    ...(isSame(id, appId)
      ? []
      : [
          wrong(
            about,
            `its app is ${quoted(id)}, and the bot’s links to its chat name MicrosoftAppId, ${appId}: they lead nowhere`,
            mend,
          ),
        ]),
    ...(others.length === 0
      ? []
      : [
          wrong(
            about,
            `its message extension is of the bot ${quoted(others[0]?.botId)}, and not of ${appId}`,
            mend,
          ),
        ]),
  ];
}

function wrongScopes({ bots }: Manifest): Finding[] {
  if (bots.some(({ scopes }) => scopes.some((scope) => scope.toLowerCase() === 'personal'))) return [];
  const mend = 'Add "personal" to bots[0].scopes: the bot shows a form nowhere else.';
  return [wrong(about, 'its bot has no private chat', mend)];
}

function wrongIcons({ icons }: Manifest, files: string[] | undefined): Finding[] {
  if (!files) return [];
  const named = icons ? [icons.color, icons.outline] : [];
  const missing = named.filter((name) => !files.includes(name));
  if (icons && missing.length === 0) return [];
  return [wrong(about, 'an icon that it names is not in the package', 'Make it anew by npm run package.')];
}

/** A domain, or `*.` and what stands behind it. */
function wrongDomain({ validDomains }: Manifest, url: URL | undefined): Finding[] {
  if (!url) return [];
  const host = url.hostname.toLowerCase();
  const fits = (domain: string) =>
    domain.startsWith('*.') ? host.endsWith(domain.slice(1)) : domain.replace(/:\d+$/, '') === host;
  if (validDomains.some((domain) => fits(domain.toLowerCase()))) return [];
  return [
    wrong(
      about,
      `${host} is none of its domains (${validDomains.map(quoted).join(', ') || 'none'})`,
      'Make the package anew by npm run package for this address.',
    ),
  ];
}
