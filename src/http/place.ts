import { Agent, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { Socket } from 'node:net';

/** Where requests go, and the connections that are kept to there and elsewhere. */
export interface Place {
  open: typeof request;
  agent: Agent;
  host: string;
  /** Empty for the protocol's own. */
  port: string;
  /** Before the path of each request: of the address, without slashes at its end. */
  basePath: string;
  /** Behind it; empty where the address has none. */
  query: string;
}

/** A connection that the other side says nothing of is kept for so long; one that it will end sooner for less. */
const idleMs = 4_000;
/** The way through a company's proxy may take so long. */
const tunnelMs = 10_000;

/** Node's own agents and its fetch heed a proxy when it is told so; another agent has to be given it. */
const proxyEnv = process.env.NODE_USE_ENV_PROXY === '1' ? process.env : undefined;

const options = { keepAlive: true, timeout: tunnelMs, proxyEnv };
const plain = keptBriefly(new Agent(options));
const tls = keptBriefly(new TlsAgent(options));

/** @throws TypeError where the address is neither http nor https, or names a user, whose password would be lost */
export function placeOf(address: string | URL): Place {
  const { protocol, hostname, port, pathname, search, username, password } = new URL(address);
  const secure = protocol === 'https:';
  if ((!secure && protocol !== 'http:') || username || password)
    throw new TypeError('An address of another kind');
  return {
    ...(secure ? { open: tlsRequest, agent: tls } : { open: request, agent: plain }),
    host: hostname.replace(/^\[|\]$/g, ''),
    port,
    basePath: pathname.replace(/\/+$/, ''),
    query: search,
  };
}

/** Node keeps connections for an agent's whole timeout where the other side names none. */
function keptBriefly<Kind extends Agent>(agent: Kind): Kind {
  const keep = agent.keepSocketAlive.bind(agent) as (socket: Socket) => boolean;
  agent.keepSocketAlive = (socket: Socket) => {
    const kept = keep(socket);
    if ((socket.timeout ?? 0) > idleMs) socket.setTimeout(idleMs);
    return kept;
  };
  return agent;
}
