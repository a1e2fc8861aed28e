import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type AdmissionRules, mayCall } from './bot/admission.ts';
import { createCards } from './bot/cards/cards.ts';
import { type Connector, createConnector } from './bot/connector.ts';
import type { BotParts } from './bot/pin-bot.ts';
import { teamsRoster } from './bot/roster.ts';
import { createTurnGate } from './bot/turn-gate.ts';
import type { Registration, Settings } from './config.ts';
import { credentialFor } from './identity/credential.ts';
import { tokenSource } from './identity/token.ts';
import type { Log } from './log.ts';
import { faultFields } from './log-fields.ts';
import type { PersonCheck } from './pin/person-check.ts';
import { pinServiceClient } from './pin/pin-service-client.ts';
import { lookWork, type ResetParts } from './pin/reset-parts.ts';
import { makeReference } from './reference.ts';
import { expiryAfter, expiryKind, expiryWork, reminderKind, remindersAfter } from './reminders/reminders.ts';
import type { Store } from './store/store.ts';
import { heldWork } from './work/due-work.ts';
import { leaseKeeper, type Timers } from './work/lease.ts';

export function resetParts(settings: Settings, store: Store, log: Log, process: Process): ResetParts {
  const { owner, wake, connector } = process;
  const now = () => new Date();
  const onFault = (error: unknown) => log.error(faultFields(error), 'reset fault');
  const owe: ResetParts['owe'] = async (work) => {
    await store.dueWork.put(work);
    wake();
  };
  return {
    attempts: store.attempts,
    backend: pinServiceClient({ url: settings.pinService.url, token: pinServiceToken(settings, log) }),
    check: personCheck(settings, store, log, connector),
    now,
    newId: randomUUID,
    newReference: () => makeReference(randomBytes),
    after: (delayMs) => delay(delayMs),
    owe,
    wake,
    remindersAfter: (attempt, changedAt) => [
      ...remindersAfter(attempt, changedAt, settings.reminderDelaysMs),
      ...expiryAfter(attempt, changedAt),
    ],
    reminderKinds: [reminderKind, expiryKind],
    onAccount(person, account) {
      const watch = async () => {
        const chat = await store.conversations.find(person);
        const work = chat && expiryWork(person, account, chat, now());
        if (work) await owe([work]);
      };
      watch().catch(onFault);
    },
    onUnsettled: ({ reference, person }) =>
      log.warn({ reference, user: person.userId }, 'unsettled: nobody knows whether the PIN is changed'),
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

/** A trial asks the roster only where it needs a name of it. */
function personCheck(settings: Settings, store: Store, log: Log, connector: Connector): PersonCheck {
  const { userKey } = settings.pinService;
  const roster = teamsRoster({
    connector,
    conversations: store.conversations,
    now: () => new Date(),
    onAway: ({ userId }, status) => log.warn({ user: userId, status }, 'roster not read'),
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
    return async () => {
      stop();
      // Where it is owed still, it is free now.
      await dueWork.again(work, timers.now()).catch(onFault);
    };
  };
}

/** What is this process's alone. */
export interface Process {
  /** Names its leases. */
  owner: string;
  timers: Timers;
  connector: Connector;
  /** Wakes its runner. */
  wake(): void;
}

/** The bot's own identity at the PIN service, where that wants one. */
function pinServiceToken({ pinService }: Settings, log: Log): (() => Promise<string>) | undefined {
  const { scope, identity, loginUrl } = pinService;
  if (identity === undefined || scope === undefined) return undefined;
  return tokenSource({
    credential: () => credentialFor(identity, loginUrl),
    scope,
    ...told(log, 'PIN service'),
  });
}

/** An identity that fails is no fault of whatever it is shown to. */
const told = (log: Log, to: string) => ({
  onFailure: (fault: Error) => log.error({ to, ...faultFields(fault) }, 'the bot’s identity gives no token'),
  onBack: () => log.info({ to }, 'the bot’s identity gives tokens again'),
});

export function admissionRules(settings: Settings): AdmissionRules {
  return {
    local: settings.registration === undefined,
    production: settings.production,
    allowedTenants: settings.allowedTenants,
    allowedServiceHosts: settings.allowedServiceHosts,
  };
}

export function connectorFor(settings: Settings, log: Log): Connector {
  const rules = admissionRules(settings);
  const { registration, channel } = settings;
  const credential = async (own: Registration) =>
    (await import('./bot/channel-credential.ts')).channelCredential(own, channel.loginUrl);
  const scope = `${channel.oauthScope}/.default`;
  const token =
    registration &&
    tokenSource({ credential: () => credential(registration), scope, ...told(log, 'channel') });
  return createConnector({ token, mayCall: (serviceUrl) => mayCall(serviceUrl, rules) });
}

export function botParts(
  settings: Settings,
  parts: { store: Store; log: Log; reset: ResetParts; connector: Connector },
): BotParts {
  const { store, log, reset, connector } = parts;
  return {
    cards: createCards({ helpDesk: settings.helpDesk, trial: settings.registration === undefined }),
    reset,
    dueWork: store.dueWork,
    conversations: store.conversations,
    dialogState: store.dialogState,
    connector,
    gate: createTurnGate(),
    log,
    local: settings.registration === undefined,
    privateChatUrl: (tenantId, botId) => chatUrl(settings, tenantId) ?? draftUrl(botId),
  };
}

/** Opens the bot's private chat; undefined without a registration, where there is no app to open. */
export function chatUrl(settings: Settings, tenantId: string): string | undefined {
  const { registration } = settings;
  return (
    registration &&
    `https://teams.microsoft.com/l/entity/${registration.appId}/conversations?tenantId=${tenantId}`
  );
}

/** A chat with a bot account, with the words already written. Community practice: no document of Microsoft's names it. */
export function draftUrl(botId: string): string {
  return `https://teams.microsoft.com/l/chat/0/0?users=${encodeURIComponent(botId)}&message=${encodeURIComponent('reset my PIN')}`;
}
