import type { TurnContext } from 'botbuilder';
import type { Log } from '../log.ts';
import type { Reply } from './reply.ts';

/** What one line of the log tells of a turn: the bot's own names for it, never what was written. */
export interface TurnRecord {
  /** What was asked for: an intent in words, or a button. */
  did?: string;
  /** What it was answered with: the state of an attempt, or the name of a card. */
  outcome?: string;
  reference?: string;
}

const recordKey = Symbol('record');

export function recordOf({ turnState }: TurnContext): TurnRecord {
  const record = turnState.get<TurnRecord>(recordKey) ?? {};
  turnState.set(recordKey, record);
  return record;
}

export function recordReplies(context: TurnContext, replies: Reply[]): void {
  const record = recordOf(context);
  record.outcome = replies.map(outcomeOf).join(', ');
  const named = replies.find((reply) => reply.attempt ?? reply.reference);
  const reference = named?.attempt?.reference ?? named?.reference;
  if (reference !== undefined) record.reference = reference;
}

function outcomeOf({ attempt, summary }: Reply): string {
  if (!attempt) return summary.slice('summary.'.length);
  return attempt.state === 'failed' ? `failed ${attempt.code ?? ''}`.trim() : attempt.state;
}

/** The types that Teams sends; any other is the sender's own text. */
const types = new Set([
  'message',
  'invoke',
  'installationUpdate',
  'conversationUpdate',
  'messageReaction',
  'messageUpdate',
  'messageDelete',
  'typing',
  'event',
]);

/** One line a turn. */
export function logTurn(
  log: Log,
  context: TurnContext,
  turn: { user: string; durationMs: number; failed: boolean },
): void {
  const { did, outcome = 'nothing', reference } = recordOf(context);
  const type = types.has(context.activity.type) ? context.activity.type : 'other';
  const { user, durationMs } = turn;
  const fields = { type, user, did, outcome: turn.failed ? 'failed' : outcome, reference, durationMs };
  if (turn.failed) log.error(fields, 'turn');
  else log.info(fields, 'turn');
}
