import { randomUUID } from 'node:crypto';
import type { Settings } from '../config.ts';
import { accountWaitMs } from '../pin/ask.ts';
import { problemOf } from '../pin/change-answers.ts';
import { pinAccountSchema } from '../pin/pin-service-schemas.ts';
import { type Asking, ask } from './ask.ts';
import { toldFailure } from './connection-failure.ts';
import { type Finding, fine, unsure, wrong } from './finding.ts';
import { replyOf, strangeAnswer } from './pin-answer.ts';

const about = 'PIN service contract';

export interface Probe {
  url: URL;
  token: string | undefined;
  /** Whose account is asked for; undefined: that of nobody. */
  user: string | undefined;
  withinMs: number;
  settings: Settings['pinService'];
}

/** Asks for a change that nobody has made and for an account: both only read. */
export async function lookAtContract(probe: Probe): Promise<Finding[]> {
  const { token, user } = probe;
  const changePath = `v1/pin-changes/${randomUUID()}`;
  const [change, account, bare] = await Promise.all([
    askFor(probe, changePath, token),
    askFor(probe, `v1/users/${encodeURIComponent(user ?? randomUUID())}/pin`, token),
    token === undefined ? undefined : askFor(probe, changePath, undefined),
  ]);
  const wrongs = [judgeChange(change, probe), judgeAccount(account, probe)].filter(
    (each) => each !== undefined,
  );
  return [...distinct(wrongs), ...(wrongs.length > 0 ? [] : kept(change, account, probe)), ...openDoor(bare)];
}

function askFor({ url, withinMs }: Probe, path: string, token: string | undefined): Promise<Asking> {
  const target = new URL(url);
  target.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return ask(target, withinMs, {
    headers: {
      accept: 'application/json, application/problem+json',
      'accept-language': 'en',
      'x-correlation-id': 'doctor',
      ...authorization,
    },
  });
}

/** Undefined where the contract is kept. */
function judgeChange(answer: Asking, probe: Probe): Finding | undefined {
  if (answer.kind === 'failed') return noAnswer(answer, probe);
  if (problemOf(replyOf(answer)) === '404 change_not_found') return undefined;
  return strangeAnswer(answer, probe, {
    asked: 'for a change that nobody has made',
    expected: 'a problem of status 404 and code change_not_found',
  });
}

const refusals = ['409 not_enabled', '409 account_disabled', '409 account_locked'];

function judgeAccount(answer: Asking, probe: Probe): Finding | undefined {
  if (answer.kind === 'failed') return noAnswer(answer, probe);
  const problem = problemOf(replyOf(answer));
  if (probe.user === undefined) {
    if (problem === '404 user_not_found') return undefined;
    return strangeAnswer(answer, probe, {
      asked: 'for the account of an id that nobody has',
      expected: 'a problem of status 404 and code user_not_found',
    });
  }
  if (problem === '404 user_not_found') return unknownUser(probe);
  if (problem !== undefined && refusals.includes(problem)) return undefined;
  const reply = replyOf(answer);
  const told = reply.kind === 'answer' && reply.form === 'json' && reply.status === 200;
  if (!told) return strangeAnswer(answer, probe, { asked: 'for that account', expected: 'it as JSON' });
  const account = pinAccountSchema.safeParse(reply.body);
  if (account.success) return undefined;
  const fields = new Set(account.error.issues.map(({ path }) => path.join('.') || 'all of it'));
  return wrong(
    about,
    `an account comes in another form than the contract’s: ${[...fields].join(', ')}`,
    'Hold the service against docs/pin-service.openapi.yaml, schema PinAccount.',
  );
}

function noAnswer({ failure }: Extract<Asking, { kind: 'failed' }>, { url }: Probe): Finding {
  const { what, mend } = toldFailure(failure, url.host);
  return wrong(about, what, mend);
}

function unknownUser({ settings: { userKey } }: Probe): Finding {
  return wrong(
    about,
    'the service knows nobody of the name that --user gives',
    `The bot names people to it by ${userKey}: give that, or set PIN_SERVICE_USER_KEY to what the service knows people by.`,
  );
}

/** What befalls both questions is told once. */
const distinct = (findings: Finding[]): Finding[] =>
  findings.filter(({ what }, at) => findings.findIndex((each) => each.what === what) === at);

function kept(change: Asking, account: Asking, { user }: Probe): Finding[] {
  if (change.kind === 'failed' || account.kind === 'failed') return [];
  const whose = user === undefined ? 'of nobody is not told' : 'is told';
  const what = `kept: a change of nobody’s is not found (${change.tookMs} ms), an account ${whose} (${account.tookMs} ms)`;
  if (account.tookMs <= accountWaitMs) return [fine(about, what)];
  return [
    unsure(about, `${what}; that is slow`, 'Until it has come, forms are shown without name and extension.'),
  ];
}

/** A service that asks for no token lets everybody set PINs. */
function openDoor(bare: Asking | undefined): Finding[] {
  if (bare?.kind !== 'answer' || problemOf(replyOf(bare)) !== '404 change_not_found') return [];
  return [
    wrong(
      about,
      'the service answers whoever shows no token: anybody who reaches it can set PINs',
      'Let it refuse requests without a token of its own audience with 401 unauthorized.',
    ),
  ];
}
