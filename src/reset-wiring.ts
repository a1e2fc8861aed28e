import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connector } from './bot/connector.ts';
import { teamsRoster } from './bot/roster.ts';
import type { Settings } from './config.ts';
import { credentialFor } from './identity/credential.ts';
import { tokenSource } from './identity/token.ts';
import { tokenEvents } from './identity/token-events.ts';
import type { Log } from './log.ts';
import { faultFields } from './log-fields.ts';
import type { Metrics } from './metrics.ts';
import type { Settlement } from './pin/attempt.ts';
import type { PinBackend } from './pin/backend.ts';
import type { PersonCheck } from './pin/person-check.ts';
import { pinServiceClient } from './pin/pin-service-client.ts';
import { lookWork, type ResetParts } from './pin/reset-parts.ts';
import { watchedBackend } from './pin/watched-backend.ts';
import { makeReference } from './reference.ts';
import { expiryAfter, expiryKind, expiryWork, reminderKind, remindersAfter } from './reminders/reminders.ts';
import type { Store } from './store/store.ts';
import type { ChangeWatch } from './watch/changes.ts';
import { heldWork } from './work/due-work.ts';
import { leaseKeeper, type Timers } from './work/lease.ts';

export function resetParts(settings: Settings, store: Store, log: Log, process: Process): ResetParts {
  const { owner, wake, metrics } = process;
  const now = () => new Date();
  const onFault = (error: unknown) => log.error(faultFields(error), 'reset fault');
  const owe: ResetParts['owe'] = async (work) => {
    await store.dueWork.put(work);
    wake();
  };
  return {
    attempts: store.attempts,
    backend: backendFor(settings, log, metrics),
    check: personCheck(settings, { store, log }, process),
    now,
    newId: randomUUID,
    newReference: () => makeReference(randomBytes),
    after: (delayMs) => delay(delayMs),
    within,
    owe,
    wake,
    remindersAfter: (attempt, changedAt) => [
      ...remindersAfter(attempt, changedAt, settings.reminderDelaysMs),
      ...expiryAfter(attempt, changedAt),
    ],
    reminderKinds: [reminderKind, expiryKind],
    onAccount(person, account) {
      const watch = async () => {
        const chat = account.pinExpiresAt && (await store.conversations.find(person));
        const work = chat && expiryWork(person, account, chat, now());
        if (work) await owe([work]);
      };
      watch().catch(onFault);
    },
    ...alarms(settings, log, metrics.changes),
    onFault,
    resetLimit: settings.resetLimit,
    formLifetimeMs: settings.formLifetimeMs,
    changeTimeoutMs: settings.pinService.timeoutMs,
    owner,
    holdLook: holdLook(store, process, onFault),
    random: Math.random,
    inFlight: new Set(),
  };
}

async function within<Value>(promise: Promise<Value>, delayMs: number): Promise<Value | undefined> {
  const over = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => over.resolve(undefined), delayMs);
  try {
    return await Promise.race([promise, over.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** What somebody should look at. */
function alarms(
  { resetAlert, databaseUrl }: Settings,
  log: Log,
  watch: ChangeWatch,
): Pick<ResetParts, 'onSettled' | 'onUnsettled' | 'onNotMe' | 'resetAlert'> {
  return {
    onSettled({ reference, person }, settlement, waitedMs) {
      const outcome = wordFor(settlement);
      watch.settled(settlement.kind, waitedMs);
      log.info({ reference, user: person.userId, outcome, durationMs: waitedMs }, 'change settled');
    },
    onUnsettled({ reference, person }) {
      watch.unsettled();
      log.warn({ reference, user: person.userId }, 'unsettled: nobody knows whether the PIN is changed');
    },
    onNotMe({ reference, person }) {
      watch.notMe();
      log.warn({ reference, user: person.userId }, 'a person says that this was not them');
    },
    resetAlert: {
      ...resetAlert,
      isAlone: databaseUrl === undefined,
      spare: 0,
      onAlert({ reference }) {
        watch.resetAlert();
        log.error({ ...resetAlert, reference }, 'alert: more changes in all than RESET_ALERT');
      },
    },
  };
}

function wordFor(settlement: Settlement): string {
  if (settlement.kind === 'fail') return `failed ${settlement.code}`;
  if (settlement.kind === 'giveBack') return `given back ${settlement.codes.join(' ')}`;
  return settlement.kind === 'apply' && settlement.superseded ? 'applied superseded' : 'applied';
}

/** A trial asks the roster only where it needs a name of it. */
function personCheck(
  settings: Settings,
  { store, log }: { store: Store; log: Log },
  { connector, metrics }: Process,
): PersonCheck {
  const { userKey } = settings.pinService;
  const roster = teamsRoster({
    connector,
    now: () => new Date(),
    onMember: (person, known) =>
      store.conversations
        .know(person, known)
        .catch((error: unknown) => log.error(faultFields(error), 'name not kept')),
    onAway({ userId }, status) {
      metrics.changes.rosterAway();
      log.warn({ user: userId, status }, 'roster not read');
    },
    onStranger({ userId }, why) {
      metrics.changes.stranger(why);
      log.warn({ user: userId, why }, 'the roster contradicts the activity');
    },
  });
  return { roster: settings.registration || userKey === 'userPrincipalName' ? roster : undefined, userKey };
}

/** Keeps the work that looks for a change in this process's hands while it has the change under way. */
function holdLook(
  { dueWork }: Store,
  { owner, timers }: Process,
  onFault: (error: unknown) => void,
): ResetParts['holdLook'] {
  const keepLease = leaseKeeper({ store: dueWork, timers, owner, onFault });
  return (attempt, changeId) => {
    const work = heldWork(lookWork(attempt, changeId, timers.now()), owner);
    const stop = keepLease(work);
    return async (isKnown) => {
      stop();
      // Where it is owed still, it is free now.
      if (!isKnown) await dueWork.again(work, timers.now()).catch(onFault);
    };
  };
}

/** What is this process's alone. */
export interface Process {
  /** Names its leases. */
  owner: string;
  timers: Timers;
  connector: Connector;
  metrics: Metrics;
  /** Wakes its runner. */
  wake(): void;
}

/** A fault of the backend is told apart from one of the identity that is shown to it. */
function backendFor(settings: Settings, log: Log, metrics: Metrics): PinBackend {
  const token = pinServiceToken(settings, log, metrics);
  const client = pinServiceClient({ url: settings.pinService.url, token });
  return watchedBackend(client, (outcome) => {
    const { call, kind, fault, reference } = outcome;
    metrics.backend.called(outcome);
    if (kind === 'denied') log.error({ call, reference, fault }, 'the PIN service refuses the bot');
    else if (fault === 'no_token')
      log.warn({ call, reference }, 'not sent: the bot has no token for the PIN service');
    else if (fault) log.warn({ call, reference, fault }, 'the PIN service gave no answer that counts');
  });
}

/** The bot's own identity at the PIN service, where that wants one. */
function pinServiceToken(
  { pinService }: Settings,
  log: Log,
  { channel }: Metrics,
): (() => Promise<string>) | undefined {
  const { scope, identity, loginUrl } = pinService;
  if (identity === undefined || scope === undefined) return undefined;
  return tokenSource({
    credential: () => credentialFor(identity, loginUrl),
    scope,
    ...tokenEvents(log, 'PIN service', channel.identity),
  });
}
