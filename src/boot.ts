import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TeamsAdapter } from './bot/adapter.ts';
import { channelCheck } from './bot/channel-token.ts';
import { deliveries } from './bot/deliveries.ts';
import { messagesEndpoint } from './bot/endpoint.ts';
import { type BotParts, PinBot } from './bot/pin-bot.ts';
import type { Settings } from './config.ts';
import { loadAhead } from './load-ahead.ts';
import { createLog, type Log } from './log.ts';
import { faultFields } from './log-fields.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { pageFacts } from './pages/facts.ts';
import { privacyPage } from './pages/privacy.ts';
import { termsPage } from './pages/terms.ts';
import { admissionRules, botParts, connectorFor, draftUrl } from './parts.ts';
import { look } from './pin/look.ts';
import { overdue } from './pin/overdue.ts';
import { type Behind, behindBot } from './readiness.ts';
import { resetParts } from './reset-wiring.ts';
import { sweep, sweepWork } from './retention/sweep.ts';
import { createServer } from './server.ts';
import { ownDataDir } from './store/owner-lock.ts';
import { openStore, type Store } from './store/store.ts';
import { ticketDelivery } from './ticket-wiring.ts';
import { startTelling } from './watch-wiring.ts';
import type { DueWork, WorkHandler } from './work/due-work.ts';
import type { Timers } from './work/lease.ts';
import { type Runner, startRunner } from './work/runner.ts';
import { watchedHandlers } from './work/watched-handlers.ts';

type Server = ReturnType<typeof createServer>;

export interface RunningBot {
  url: string;
  stopping(): boolean;
  /** Ends the listening, lets turns and calls in flight finish for as long as the settings allow, closes the store. */
  stop(): Promise<void>;
}

/** settings -> parts -> listening. @throws what stands in the way of a start. */
export async function bootBot(settings: Settings): Promise<RunningBot> {
  const log = createLog(settings.logLevel);
  const { store, giveUp } = await storeFor(settings, log);
  let runner: Runner | undefined;
  let stopped = false;
  const owner = randomUUID();
  const metrics = createMetrics();
  const connector = connectorFor(settings, log, metrics.channel);
  const process = { owner, timers, connector, metrics, wake: () => runner?.wake() };
  const reset = resetParts(settings, store, log, process);
  const parts = botParts(settings, { store, log, reset, connector, turns: metrics.turns, timers });
  const behind = behindBot(store.dueWork, reset.backend);
  const server = serverFor(settings, parts, behind, () => !stopped);
  const url = await listen(server, settings);
  const handlers = workHandlers(parts, store, settings, metrics);
  const workKinds = Object.keys(handlers);
  const stopTelling = await startTelling(settings, { metrics, store, behind, workKinds, log });
  await store.dueWork.tryDeadly(timers.now());
  await store.dueWork.put([sweepWork(timers.now())]);
  runner = runWork(handlers, parts, settings);
  void loadAhead().catch(faultLogger(log, 'not loaded ahead'));
  // Before it is said that the bot listens.
  log.flush?.();
  return {
    url,
    stopping: () => stopped,
    async stop() {
      stopped = true;
      const finish = async () => {
        await new Promise<void>((resolve) => server.close(() => resolve()));
        await Promise.all(reset.inFlight);
        await runner?.stop();
        stopTelling();
        await store.close();
        giveUp();
      };
      await Promise.race([finish(), delay(settings.stopTimeoutMs)]);
    },
  };
}

/** On a server shared with other replicas, or in a folder of which this process is the one owner. */
async function storeFor(settings: Settings, log: Log): Promise<{ store: Store; giveUp: () => void }> {
  const { dataDir, databaseUrl, stopTimeoutMs } = settings;
  const told = {
    onFault: faultLogger(log, 'connection to the database lost'),
    onDeadly: (work: object) => log.error(work, 'due work parked: the process died of it three times'),
  };
  if (databaseUrl !== undefined) {
    const store = await openStore({ databaseUrl }, told).catch((cause: unknown) => {
      log.error(faultFields(cause), 'database not usable');
      throw Object.assign(new Error('The database cannot be used', { cause }), {
        code: 'DATABASE_UNUSABLE',
      });
    });
    return { store, giveUp: () => {} };
  }
  const giveUp = await ownDataDir(dataDir, stopTimeoutMs, () =>
    log.warn({}, 'another bot owns the data folder: waiting for it to stop'),
  );
  const store = await openStore({ dataDir }, told);
  // What a dead owner held is free at once.
  await store.dueWork.takeOver();
  return { store, giveUp };
}

function serverFor(settings: Settings, parts: BotParts, behind: Behind, running: () => boolean): Server {
  const { registration } = settings;
  const bot = new PinBot(parts);
  const messages = messagesEndpoint({
    adapter: new TeamsAdapter(parts.connector),
    check: registration && channelCheck({ ...settings.channel, appId: registration.appId }),
    rules: admissionRules(settings),
    turn: (context, who, flushed) => bot.turn(context, who, flushed),
    log: parts.log,
    turns: parts.turns,
  });
  const facts = pageFacts(settings);
  return createServer({
    messages,
    local: parts.local,
    resetUrl: () => draftUrl(`28:${registration?.appId ?? 'conference-pin-bot'}`),
    pages: { '/privacy': privacyPage(facts), '/terms': termsPage(facts) },
    async readiness() {
      const [parked, reached] = await Promise.all([behind.parked(), behind.reached()]);
      return {
        ready: running(),
        store: parked ? 'up' : 'down',
        pinService: reached.backend,
        ...(settings.pinService.identity ? { identity: reached.identity } : {}),
        ...(parked && Object.keys(parked).length > 0 ? { parkedWork: parked } : {}),
      };
    },
    onFault: faultLogger(parts.log, 'request failed'),
  });
}

function listen(server: Server, settings: Settings): Promise<string> {
  const { port, host } = settings.listen;
  return new Promise((resolve, reject) => {
    // On restify's own server: a busy port on the inner one would end the process.
    server.once('error', reject);
    const listening = () => {
      const { address, port: bound, family } = server.address() as AddressInfo;
      const name = family === 'IPv6' ? `[${address}]` : address;
      resolve(`http://${name === '[::]' || name === '0.0.0.0' ? '127.0.0.1' : name}:${bound}`);
    };
    if (host === undefined) server.listen(port, listening);
    else server.listen(port, host, listening);
  });
}

function workHandlers(
  parts: BotParts,
  store: Store,
  settings: Settings,
  { work }: Metrics,
): Record<string, WorkHandler> {
  const { auditRetentionMs, referenceRetentionMs } = settings;
  const onRemoved = (removed: object) => parts.log.info(removed, 'old data removed');
  const sweepParts = { ...parts, oldData: store.oldData, auditRetentionMs, referenceRetentionMs, onRemoved };
  const handlers = {
    ...deliveries(parts),
    ...ticketDelivery(settings, parts, work),
    look: (due: DueWork) => look(parts.reset, due),
    overdue: (due: DueWork) => overdue(parts.reset, due),
    sweep: (due: DueWork) => sweep(sweepParts, due),
  };
  work.kinds(Object.keys(handlers));
  return watchedHandlers(handlers, work.ended);
}

function runWork(handlers: Record<string, WorkHandler>, parts: BotParts, settings: Settings): Runner {
  return startRunner({
    store: parts.dueWork,
    handlers,
    timers,
    owner: parts.reset.owner,
    // Other replicas put work that this one does not hear of.
    longestSleepMs: settings.databaseUrl === undefined ? 60_000 : 1_000,
    onFault: faultLogger(parts.log, 'due work failed'),
  });
}

const timers: Timers = {
  now: () => new Date(),
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
};

const faultLogger =
  (log: Log, what: string) =>
  (error: unknown, about: object = {}): void =>
    log.error({ ...about, ...faultFields(error) }, what);
