import type { Settings } from '../config.ts';
import { isLoopback } from '../settings-form.ts';
import { type Finding, fine, type Look, unsure, wrong } from './finding.ts';
import { lookAtNames } from './setting-names.ts';

const about = 'settings';

/** What can be told of the settings alone. That they are well formed was seen when they were read. */
export const lookAtSettings: Look = async ({ settings, variables }) => {
  const { registration } = settings;
  const kind = registration ? `${registration.type}, MicrosoftAppId ${registration.appId}` : 'local mode';
  const doubts = [
    ...lookAtNames(variables, process.env),
    ...mixedClouds(settings),
    ...unreadByNode(variables),
    ...reachedByNobody(settings),
  ];
  return doubts.length > 0 ? doubts : [fine(about, `well formed (${kind})`)];
};

/** The four settings of the channel name one cloud. */
function mixedClouds({ registration, channel }: Settings): Finding[] {
  if (!registration) return [];
  const named = {
    CHANNEL_OPENID_METADATA_URL: channel.openIdMetadataUrl,
    CHANNEL_TOKEN_ISSUER: channel.tokenIssuer,
    CHANNEL_LOGIN_URL: channel.loginUrl,
    CHANNEL_OAUTH_SCOPE: channel.oauthScope,
  };
  const clouds = Object.entries(named).map(([name, url]) => ({ name, us: isUs(url) }));
  const us = clouds.filter((each) => each.us).map(({ name }) => name);
  if (us.length === 0 || us.length === clouds.length) return [];
  const others = clouds.filter((each) => !each.us).map(({ name }) => name);
  return [
    wrong(
      about,
      `two clouds are mixed. ${us.join(', ')}: the US government’s cloud; ${others.join(', ')}: another`,
      'Set all four of them for one cloud.',
    ),
  ];
}

const isUs = (url: string): boolean => URL.parse(url)?.hostname.endsWith('.us') ?? false;

/** Node reads these from the environment, before any `.env` is read. */
function unreadByNode(variables: Readonly<Record<string, string | undefined>>): Finding[] {
  const names = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_USE_ENV_PROXY'];
  return names
    .filter((name) => variables[name] && !process.env[name])
    .map((name) =>
      wrong(
        about,
        `${name} stands in .env, where it is read by nobody`,
        'Set it in the environment that starts the bot.',
      ),
    );
}

function reachedByNobody({ registration, listen }: Settings): Finding[] {
  if (!registration || listen.host === undefined || !isLoopback(listen.host)) return [];
  const what = `HOST is ${listen.host}, so that only this machine reaches the bot`;
  const mend =
    'Leave HOST out, unless what ends TLS in front of it runs on this machine too (and in the same container).';
  return [unsure(about, what, mend)];
}
