import type { BotParts } from './bot/pin-bot.ts';
import type { Settings } from './config.ts';
import { deliverTicket, type TicketParts } from './helpdesk/deliver-ticket.ts';
import { toldOf } from './helpdesk/ticket-work.ts';
import { type TicketDesk, zendesk } from './helpdesk/zendesk.ts';
import type { WorkWatch } from './watch/work.ts';
import type { WorkHandler } from './work/due-work.ts';

/** The handler of tickets that are owed to the help desk. */
export function ticketDelivery(
  settings: Settings,
  parts: BotParts,
  watch: WorkWatch,
): Record<string, WorkHandler> {
  const { reset, tickets, log } = parts;
  const { now, random, wake } = reset;
  const ticketParts: TicketParts = {
    tickets,
    desk: settings.zendesk ? zendesk(settings.zendesk) : noDesk,
    now,
    random,
    wake,
    told: (ticket, _settled, at) => toldOf(ticket, at),
    onTried({ reference, person }, taken) {
      watch.ticketTried(taken.kind);
      const fields = { reference, user: person.userId, outcome: taken.kind };
      if (taken.kind === 'open') log.info(fields, 'ticket taken');
      else if (taken.kind === 'later') log.warn({ ...fields, why: taken.why }, 'ticket not taken yet');
      else if (taken.kind === 'none') log.error(fields, 'ticket not taken for a day');
      else log.error({ ...fields, status: taken.status }, 'ticket refused');
    },
  };
  return { ticket: (work) => deliverTicket(ticketParts, work) };
}

/** Tickets that were written while there was one: their people are told to call. */
const noDesk: TicketDesk = {
  create: async () => ({ kind: 'refused', status: 0 }),
  find: async () => ({ kind: 'none' }),
};
