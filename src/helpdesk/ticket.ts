import type { Attempt, Person } from '../pin/attempt.ts';
import type { NewDueWork } from '../work/due-work.ts';

/** What can be wrong, as a person chooses it. */
export const problems = [
  'notChanged',
  'refused',
  'unknown',
  'newPin',
  'phone',
  'meeting',
  'account',
  'notMe',
  'other',
] as const;
export type Problem = (typeof problems)[number];

/**
 * `owed`: it is to be delivered. `open`: the help desk has taken it. `failed`: it could not be delivered, and the person
 * was told so. `handed`: there is nowhere to deliver it to; the person was handed what to send.
 */
export type TicketState = 'owed' | 'open' | 'failed' | 'handed';

/** One call for help. It holds no PIN: digits that a person typed were taken out before it was made. */
export interface Ticket {
  /** UUID, made with the form that it came of: one form is one ticket, however often it is sent. */
  id: string;
  /** That of the attempt, or its own where there was none. */
  reference: string;
  person: Person;
  /** As far as the channel's roster told. */
  requester: Requester;
  conversationId: string;
  attemptId?: string;
  problem: Problem;
  urgent: boolean;
  /** What the help desk reads, as it was when the ticket was written: each try to deliver it sends the same. */
  subject: string;
  body: string;
  state: TicketState;
  /** The help desk's own number of it. */
  number?: string;
  /** The card in the chat that tells what became of it. */
  cardId?: string;
  locale: string;
  timeZone: string;
  createdAt: Date;
  /** When it may first have reached the help desk. */
  firstSentAt?: Date;
  settledAt?: Date;
}

export interface Requester {
  name?: string;
  /** A mail address. */
  address?: string;
}

export type NewTicket = Omit<Ticket, 'number' | 'firstSentAt' | 'settledAt'>;

/** The port of the store. Each change happens once, in one transaction with its event and with the work that follows. */
export interface TicketStore {
  /** False: it is there already. */
  open(ticket: NewTicket, work: NewDueWork[]): Promise<boolean>;
  find(id: string): Promise<Ticket | undefined>;
  /** How many the person has written since. */
  countSince(person: Person, since: Date): Promise<number>;
  /** Before it may reach the help desk for the first time; later calls change nothing. */
  sending(id: string, at: Date): Promise<void>;
  /** False: it was settled before. */
  settle(id: string, outcome: Settled, at: Date, work: NewDueWork[]): Promise<boolean>;
  setCard(id: string, cardId: string): Promise<void>;
}

export type Settled = { state: 'open'; number: string } | { state: 'failed'; code: string };

/** An attempt so long ago is not what somebody needs help with. */
const recentMs = 86_400_000;

/** What is likely to be wrong after what has just happened, the likeliest first. */
export function problemsAfter(attempt: Attempt | undefined, now: Date): Problem[] {
  const recent = attempt && now.getTime() - attempt.createdAt.getTime() < recentMs ? attempt : undefined;
  const likely = recent ? after(recent) : [];
  const always: Problem[] = ['phone', 'meeting', 'notChanged', 'account', 'other'];
  return [...new Set([...likely, ...always])];
}

function after({ state, refusals }: Attempt): Problem[] {
  switch (state) {
    case 'applied':
      return ['phone', 'newPin', 'notMe'];
    case 'unknown':
    case 'unsettled':
    case 'submitted':
      return ['unknown'];
    case 'failed':
      return ['notChanged', 'account'];
    default:
      return refusals.length > 0 ? ['refused', 'notChanged'] : [];
  }
}
