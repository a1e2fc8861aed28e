import type { TurnContext } from 'botbuilder';
import type { Log } from '../log.ts';
import { type TurnEnd, type TurnWatch, turnKinds } from '../watch/turns.ts';
import type { Reply } from './reply.ts';

/** What the log and the metrics tell of a turn: the bot's own names for it, never what was written. */
export interface TurnRecord {
  /** What was asked for: an intent in words, or a button. */
  did?: string;
  /** What it was answered with: the state of an attempt, or the name of a card. */
  outcome?: string;
  /** The outcome without a code, which may be a backend's own word: there must not be many of them. */
  counted?: string;
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
  // What stands before it is a warning.
  const last = replies.at(-1);
  if (last) record.counted = last.attempt?.state ?? nameOf(last);
  const named = replies.find((reply) => reply.attempt ?? reply.reference);
  const reference = named?.attempt?.reference ?? named?.reference;
  if (reference !== undefined) record.reference = reference;
}

const nameOf = ({ summary }: Reply): string => summary.slice('summary.'.length);

function outcomeOf(reply: Reply): string {
  const { attempt } = reply;
  if (!attempt) return nameOf(reply);
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

export interface TurnTelling {
  log: Log;
  turns: TurnWatch;
}

/** One line a turn, and a count. */
export function tellTurn(
  { log, turns }: TurnTelling,
  context: TurnContext,
  turn: { user: string; durationMs: number; failed: boolean },
): void {
  const record = recordOf(context);
  const { did, outcome = 'nothing', reference } = record;
  const type = types.has(context.activity.type) ? context.activity.type : 'other';
  const { user, failed } = turn;
  const durationMs = Math.round(turn.durationMs);
  const fields = { type, user, did, outcome: failed ? 'failed' : outcome, reference, durationMs };
  if (failed) log.error(fields, 'turn');
  else log.info(fields, 'turn');
  const counted = failed ? 'failed' : (record.counted ?? outcome);
  turns.ended({ ...wishOf(did, type), outcome: counted, durationMs: turn.durationMs });
}

/** `words reset` is the intent `reset`, in words. */
function wishOf(did: string | undefined, type: string): Pick<TurnEnd, 'kind' | 'intent'> {
  const [word, intent] = did?.split(' ') ?? [];
  const kind = turnKinds.find((each) => each === word);
  return kind && intent !== undefined ? { kind, intent } : { kind: 'event', intent: type };
}
