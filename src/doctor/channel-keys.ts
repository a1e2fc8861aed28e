import type { z } from 'zod';
import { isTrusted, keysForm, metadataForm } from '../bot/channel-keys.ts';
import { type Asking, ask, mediaTypeOf } from './ask.ts';
import { toldFailure } from './connection-failure.ts';
import { counted, type Finding, fine, type Look, quoted, wrong } from './finding.ts';

const about = 'channel keys';

/** Reads what the channel's tokens are checked with. Without it nobody is let in. */
export const lookAtChannelKeys: Look = async ({ settings: { registration, channel }, asked }) => {
  if (!registration) return [];
  const metadataUrl = channel.openIdMetadataUrl;
  const metadata = read(
    metadataForm,
    await ask(metadataUrl, asked.withinMs),
    metadataUrl,
    'CHANNEL_OPENID_METADATA_URL',
  );
  if ('verdict' in metadata) return [metadata];
  const { issuer, jwks_uri: keysUrl } = metadata.value;
  if (!isTrusted(new URL(keysUrl), new URL(metadataUrl))) return [unsafe(metadataUrl)];
  const keys = read(
    keysForm,
    await ask(keysUrl, asked.withinMs),
    keysUrl,
    'the address that the metadata names',
  );
  return [...wrongIssuer(issuer, channel.tokenIssuer), 'verdict' in keys ? keys : judged(keys.value)];
};

const unsafe = (metadataUrl: string): Finding =>
  wrong(
    about,
    `${new URL(metadataUrl).host} names keys at an address that is not https, where they are not read: nobody can be let in`,
    'See that CHANNEL_OPENID_METADATA_URL is right.',
  );

function wrongIssuer(issuer: string, expected: string): Finding[] {
  if (issuer === expected) return [];
  return [
    wrong(
      about,
      `the channel calls itself ${quoted(issuer)}, and CHANNEL_TOKEN_ISSUER says ${expected}: every call of Teams is refused`,
      'Set CHANNEL_TOKEN_ISSUER and CHANNEL_OPENID_METADATA_URL to one cloud’s, or leave both out in the public cloud.',
    ),
  ];
}

function judged({ keys }: z.infer<typeof keysForm>): Finding {
  const forTeams = keys.filter(({ endorsements }) => endorsements?.includes('msteams') ?? true);
  if (forTeams.length > 0) return fine(about, `${counted(forTeams.length, 'key')} for Teams, read now`);
  return wrong(
    about,
    'none of the keys may speak for Teams: every call of it is refused',
    'See that CHANNEL_OPENID_METADATA_URL is the Bot Framework’s, and not a tenant’s.',
  );
}

function read<T>(form: z.ZodType<T>, answer: Asking, url: string, setting: string): { value: T } | Finding {
  const { host } = new URL(url);
  if (answer.kind === 'failed') {
    const { what, mend } = toldFailure(answer.failure, host);
    return wrong(about, `${what}: nobody can be let in`, mend);
  }
  const parsed = form.safeParse(answer.body.kind === 'json' ? answer.body.value : undefined);
  if (answer.status === 200 && parsed.success) return { value: parsed.data };
  const type = mediaTypeOf(answer.headers) ?? 'no type';
  return wrong(
    about,
    `${host} does not give them (status ${answer.status}, ${type}): nobody can be let in`,
    `See that ${setting} is right, and that no proxy answers in its place.`,
  );
}
