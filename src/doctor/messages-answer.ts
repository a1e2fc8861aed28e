import { type Asking, mediaTypeOf } from './ask.ts';
import { toldFailure } from './connection-failure.ts';
import { type Finding, fine, wrong } from './finding.ts';

const about = 'public address';
const asked = 'POST /api/messages without a token';

/** What the messaging endpoint says to somebody without a token: 401, and of its own. */
export function judgeMessages(answer: Asking, url: URL): Finding {
  if (answer.kind === 'failed') {
    const { what, mend } = toldFailure(answer.failure, url.host);
    return wrong(about, `${asked}: ${what}`, mend);
  }
  const { status, headers } = answer;
  if (status !== 401)
    return wrong(about, `${asked} is answered ${status}, and not 401`, mendOf(status, headers));
  // The bot's own 401 names no way to sign in and has no page.
  const signIn = headers.has('www-authenticate') || mediaTypeOf(headers) === 'text/html';
  if (!signIn) return fine(about, `${asked} is refused with 401, as it must be`);
  return wrong(
    about,
    `${asked} is answered 401 by something in front of the bot, which asks for a sign-in`,
    'Teams cannot sign in there: let /api/messages through to the bot (in App Service: switch "Authentication" off).',
  );
}

function mendOf(status: number, headers: Headers): string {
  if (status >= 200 && status < 300) {
    return mediaTypeOf(headers) === 'text/html'
      ? 'A page is shown there, and not the bot: pass /api/messages on to it.'
      : 'Dangerous, if that is the bot: it lets in whoever calls. See that it has a MicrosoftAppId, and take it off the network until then.';
  }
  if (status >= 300 && status < 400)
    return 'Teams does not go after that: name the final https address in the Azure Bot resource, and ask for no sign-in.';
  if (status === 404 || status === 405)
    return 'What is in front of the bot does not pass it on: forward POST /api/messages as it is.';
  if (status === 403)
    return 'Either a firewall in front forbids it (allow POST /api/messages), or the bot runs in local mode: set MicrosoftAppId.';
  if (status === 400 || status === 415)
    return 'The body does not come through as it was sent: let what is in front of the bot leave body and Content-Type alone.';
  if (status === 429) return 'A limit in front of the bot is too low: all of Teams comes from few addresses.';
  if (status >= 500)
    return 'What is in front of the bot cannot reach it, or it fails: see that it runs, and look into its log.';
  return 'See that this address leads to the bot.';
}
