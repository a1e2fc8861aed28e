import { connectorHosts } from '../config.ts';
import { isLoopback } from '../settings-form.ts';
import { type ConnectionFailure, toldFailure } from './connection-failure.ts';
import { type Finding, fine, type Look, unsure, wrong } from './finding.ts';
import { goesByProxy, reach } from './reach.ts';

const about = 'hosts';

/** Whether the hosts that the bot sends to are found and speak TLS. Nothing is sent to them. */
export const lookAtHosts: Look = async ({ settings, asked }) => {
  const { registration, allowedServiceHosts, channel } = settings;
  if (!registration || !allowedServiceHosts) return [];
  // Without the setting every cloud's hosts stand there, of which a bot needs those of its own.
  const chosen = allowedServiceHosts !== connectorHosts;
  const ofUs = new URL(channel.openIdMetadataUrl).hostname.endsWith('.us');
  const hosts = chosen ? allowedServiceHosts : connectorHosts.filter((host) => host.endsWith('.us') === ofUs);
  const looks = await Promise.all(hosts.map((host) => lookAtHost(host, asked.withinMs)));
  if (chosen) return [...strangers(hosts), ...looks];
  // Which of a cloud's hosts a tenant is served by is not known before somebody writes; in the public one it is by far
  // the most times the first.
  const allFail = looks.every(({ verdict }) => verdict === 'wrong');
  const isNeeded = (host: string | undefined) => (ofUs ? allFail : host === connectorHosts[0]);
  return looks.map((look, at) => (isNeeded(hosts[at]) ? look : milder(look)));
};

function milder(look: Finding): Finding {
  if (look.verdict !== 'wrong') return look;
  return {
    ...look,
    verdict: 'unsure',
    mend: `Of no account, unless your Teams is served by it. ${look.mend}`,
  };
}

/** Genuine calls name a connector of Microsoft's, and those whose host is not allowed are refused. */
function strangers(hosts: string[]): Finding[] {
  const known = hosts.some((host) => connectorHosts.includes(host) || isLoopback(nameIn(host)));
  if (known) return [];
  return [
    unsure(
      about,
      'ALLOWED_SERVICE_HOSTS names no connector of Microsoft’s that is known here: calls of Teams would be refused',
      `Leave the setting out, or name one of ${connectorHosts.join(', ')}.`,
    ),
  ];
}

const nameIn = (host: string): string => host.replace(/:\d+$/, '');

async function lookAtHost(host: string, withinMs: number): Promise<Finding> {
  if (isLoopback(nameIn(host)) && nameIn(host) === host)
    return unsure(about, `${host} is this machine: a channel of one’s own, at a port that is not known here`);
  const url = new URL(`https://${host}`);
  if (goesByProxy(url)) return unsure(about, `${host} is reached through HTTPS_PROXY, and was not looked at`);
  const reached = await reach(url, withinMs);
  if (reached.kind === 'reached') return fine(about, `${host} is found and speaks TLS (${reached.steps})`);
  return failure(host, reached.failure);
}

function failure(host: string, why: ConnectionFailure): Finding {
  const { what, mend } = toldFailure(why, host);
  return wrong(about, `${what}: the bot cannot answer there`, mend);
}
