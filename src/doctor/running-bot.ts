import { ask } from './ask.ts';
import { askReadiness, downBehind, isBot } from './bot-probe.ts';
import { type Finding, fine, type Look, unsure, wrong } from './finding.ts';

const about = 'bot';

/** Whether a bot listens on this machine where the settings say. It may as well run elsewhere. */
export const lookAtRunningBot: Look = async ({ settings: { listen }, asked: { withinMs } }) => {
  if (listen.port === 0) return [unsure(about, 'PORT is 0, so that where it listens is not known')];
  const url = addressOf(listen);
  const [healthz, readyz] = await Promise.all([
    ask(new URL('/healthz', url), withinMs),
    askReadiness(new URL('/readyz', url), withinMs),
  ]);
  if (isBot(healthz)) return [running(url, downBehind(readyz))];
  if (healthz.kind === 'failed' && healthz.failure.stage === 'tcp') {
    const what = `none listens on ${url.host} of this machine`;
    return [unsure(about, what, 'If it should run here, start it: what it then says tells why it ends.')];
  }
  const what = `something else than the bot answers on ${url.host}`;
  return [wrong(about, what, 'Stop that, or set PORT to a free port, and pass requests on to it.')];
};

function addressOf({ host, port }: { host: string | undefined; port: number }): URL {
  const own = host === undefined || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return new URL(`http://${own.includes(':') ? `[${own}]` : own}:${port}`);
}

function running({ host }: URL, down: string | undefined): Finding {
  if (down === undefined) return fine(about, `one runs on ${host} of this machine`);
  const mend =
    'The other lines say why; where they are fine, it was started with other settings: start it again.';
  return wrong(about, `one runs on ${host} of this machine, and says that this is down: ${down}`, mend);
}
