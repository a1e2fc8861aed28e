import type { FuzzRequest } from './requests.ts';
import { canaries } from './shapes.ts';

export interface Answer {
  status: number;
  text: string;
}

const refusals = [400, 401, 403, 413, 415];
/** Refusals of those whose token is not the channel's. */
const beforeAnybodyIsKnown = [400, 401, 413, 415];
const internalText = /\bat \S+:\d+|node_modules|\.ts\b|\b\w*Error\b|restify|sqlite|kysely|undefined|\[object/;

/** What is wrong with an answer; undefined where it is as it may be. */
export function faultIn({ status, text }: Answer, token: FuzzRequest['token']): string | undefined {
  if (status !== 200 && !refusals.includes(status)) return 'a status that nobody should get';
  if (token !== 'sound' && !beforeAnybodyIsKnown.includes(status)) return 'let in without a sound token';
  if (status !== 200) return text === '' ? undefined : 'a refusal with words';
  if (text === '') return undefined;
  if (internalText.test(text)) return `internal text: ${internalText.exec(text)?.[0]}`;
  if (Object.values(canaries).some((canary) => text.includes(canary))) return 'a canary in the answer';
  const { statusCode, type } = JSON.parse(text) as { statusCode?: unknown; type?: unknown };
  const known = ['application/vnd.microsoft.card.adaptive', 'application/vnd.microsoft.activity.message'];
  return statusCode === 200 && known.includes(String(type)) ? undefined : 'no answer of a card';
}
