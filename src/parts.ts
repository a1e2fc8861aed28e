import { type AdmissionRules, mayCall } from './bot/admission.ts';
import { createCards } from './bot/cards/cards.ts';
import { type Connector, createConnector } from './bot/connector.ts';
import type { BotParts } from './bot/pin-bot.ts';
import { createTurnGate } from './bot/turn-gate.ts';
import type { Registration, Settings } from './config.ts';
import { deskFor } from './helpdesk/desks.ts';
import { tokenSource } from './identity/token.ts';
import { tokenEvents } from './identity/token-events.ts';
import type { Log } from './log.ts';
import type { ResetParts } from './pin/reset-parts.ts';
import type { Store } from './store/store.ts';
import type { ChannelWatch } from './watch/channel.ts';
import type { TurnWatch } from './watch/turns.ts';
import type { Timers } from './work/lease.ts';

export function admissionRules(settings: Settings): AdmissionRules {
  return {
    local: settings.registration === undefined,
    production: settings.production,
    allowedTenants: settings.allowedTenants,
    allowedServiceHosts: settings.allowedServiceHosts,
  };
}

export function connectorFor(settings: Settings, log: Log, watch: ChannelWatch): Connector {
  const rules = admissionRules(settings);
  const { registration, channel } = settings;
  const credential = async (own: Registration) =>
    (await import('./bot/channel-credential.ts')).channelCredential(own, channel.loginUrl);
  const scope = `${channel.oauthScope}/.default`;
  const token =
    registration &&
    tokenSource({
      credential: () => credential(registration),
      scope,
      ...tokenEvents(log, 'channel', watch.identity),
    });
  return createConnector({
    token,
    mayCall: (serviceUrl) => mayCall(serviceUrl, rules),
    onRequest: watch.asked,
  });
}

export function botParts(
  settings: Settings,
  parts: {
    store: Store;
    log: Log;
    reset: ResetParts;
    connector: Connector;
    turns: TurnWatch;
    timers: Timers;
  },
): BotParts {
  const { store, log, reset, connector, turns, timers } = parts;
  const desks = { helpDesk: settings.helpDesk, regions: settings.helpDeskRegions };
  const { zendesk } = settings;
  return {
    cards: createCards({
      ...desks,
      deliversTickets: zendesk !== undefined,
      trial: settings.registration === undefined,
    }),
    reset,
    dueWork: store.dueWork,
    conversations: store.conversations,
    dialogState: store.dialogState,
    connector,
    after: timers.after,
    gate: createTurnGate(),
    log,
    turns,
    agents: settings.helpDeskAgents,
    deskView: store.deskView,
    resetUrl: draftUrl(`28:${settings.registration?.appId ?? 'conference-pin-bot'}`),
    tickets: store.tickets,
    deliversTickets: zendesk !== undefined,
    deskLocale: (locale) => deskFor(desks, locale).language ?? settings.helpDesk.language,
    ticketUrl: (number) => zendesk && `${zendesk.url}/hc/requests/${number}`,
    async askWhoIs(chat) {
      await reset.check.roster?.find(chat.person, chat);
    },
    whoIs: (chat) => store.conversations.whoIs(chat.person),
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
