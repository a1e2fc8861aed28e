import { problemOf } from '../pin/change-answers.ts';
import type { Reply } from '../pin/http-exchange.ts';
import { type Asking, mediaTypeOf } from './ask.ts';
import { type Finding, unsure, wrong } from './finding.ts';

const about = 'PIN service contract';

type Answer = Extract<Asking, { kind: 'answer' }>;

/** An answer as the bot's own client reads it. */
export function replyOf({ status, headers, body }: Answer): Reply {
  const type = mediaTypeOf(headers);
  const form =
    type === 'application/json' ? 'json' : type === 'application/problem+json' ? 'problem' : undefined;
  if (form === undefined || body.kind !== 'json')
    return { kind: 'failed', sent: 'maybe', fault: 'not_of_contract' };
  return { kind: 'answer', form, status, body: body.value };
}

/** What is wrong with an answer that is not the one of the contract. */
export function strangeAnswer(
  answer: Answer,
  { token, url }: { token: string | undefined; url: URL },
  { asked, expected }: { asked: string; expected: string },
): Finding {
  const problem = problemOf(replyOf(answer));
  switch (problem) {
    case '401 unauthorized':
      return token === undefined ? noToken() : tokenRefused();
    case '403 forbidden':
      return noRight();
    case '429 too_many_requests':
      return unsure(about, 'the service says "too many requests" (429)', 'Try again in a minute.');
  }
  if (problem !== undefined) {
    const [status, code] = problem.split(' ');
    const what = `asked ${asked}, the service says ${code} (${status}) instead of ${expected}`;
    const mend =
      Number(status) >= 500 ? 'Look into its log.' : 'Hold it against docs/pin-service.openapi.yaml.';
    return wrong(about, what, mend);
  }
  return wrong(
    about,
    `asked ${asked}, ${whoAnswers(answer, url)} instead of ${expected}`,
    mendOf(answer, url),
  );
}

const noToken = (): Finding =>
  wrong(
    about,
    'the service wants a token (401), and the bot has none',
    'Set PIN_SERVICE_SCOPE to the service’s scope, such as api://<its app id>/.default.',
  );

const tokenRefused = (): Finding =>
  wrong(
    about,
    'the service does not take the bot’s token (401)',
    'Hold the token’s audience above against what the service expects (PIN_SERVICE_SCOPE), and its issuer and tenant. The log of the service may say which check failed.',
  );

const noRight = (): Finding =>
  wrong(
    about,
    'the service takes the bot’s token but gives it no right (403)',
    'Give the app the service’s role (the reference service’s is Pin.Change.All): API permissions > application permission > grant admin consent.',
  );

function whoAnswers({ status, headers }: Answer, url: URL): string {
  const type = mediaTypeOf(headers) ?? 'no type';
  return `${url.host} answers ${status} (${type}), which is no answer of the contract,`;
}

function mendOf({ status, headers }: Answer, { pathname }: URL): string {
  if (mediaTypeOf(headers) === 'application/problem+json')
    return 'A problem needs a status, which is the answer’s own, and a code: docs/pin-service.openapi.yaml, schema Problem.';
  if (status >= 300 && status < 400)
    return 'It leads elsewhere, perhaps to a sign-in page: PIN_SERVICE_URL must name the service itself.';
  if (status === 401 || status === 403)
    return 'Something in front of the service refuses: let the bot’s token through to the service.';
  if (status === 404) {
    const path = pathname === '/' ? 'no path' : `the path ${pathname}`;
    return `A gateway’s bare 404 is none of the service’s: PIN_SERVICE_URL has ${path} before /v1, which may be wrong.`;
  }
  if (status >= 500)
    return 'Something in front of the service cannot reach it, or it fails: look into the logs of both.';
  return 'Hold it against docs/pin-service.openapi.yaml; or PIN_SERVICE_URL names something else.';
}
