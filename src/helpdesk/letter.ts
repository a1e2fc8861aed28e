import type { Say, TextKey } from '../language/catalogue.ts';
import { formatTime } from '../language/formats.ts';
import { type Cause, causes } from '../phones/sign-in.ts';
import type { Attempt } from '../pin/attempt.ts';
import type { Problem } from './ticket.ts';

/** The phone that does not sign in, and what was tried on it. */
export interface PhoneTrouble {
  model: string;
  tried: Cause[];
}

export interface LetterFacts {
  problem: Problem;
  /** Undefined: the ticket gets one of its own. */
  reference: string | undefined;
  attempt?: Attempt | undefined;
  phone?: PhoneTrouble | undefined;
  timeZone: string;
}

/** `say` is in the language of whoever reads it: the person before it is sent, the help desk after. */
export interface LetterReader {
  say: Say;
  locale: string;
  /** Times to the millisecond too, as the logs have them. */
  isExact?: boolean;
}

/**
 * What is sent along, a line each, so that nobody has to ask for it: what happened and when, with the codes that the log
 * has too.
 */
export function factLines({ say, locale, isExact }: LetterReader, facts: LetterFacts): string[] {
  const { attempt, phone, reference, timeZone } = facts;
  const time = (at: Date) => formatTime(at, { locale, timeZone }) + (isExact ? `, ${at.toISOString()}` : '');
  return [
    ...(reference === undefined ? [] : [say('reference', { reference })]),
    ...(attempt ? attemptLines(say, attempt, time) : []),
    ...(phone ? [say('phoneHelp.told.phone', { phone: phone.model })] : []),
    ...(attempt?.account?.extension
      ? [say('phoneHelp.told.extension', { extension: attempt.account.extension })]
      : []),
    ...(phone && phone.tried.length > 0
      ? [say('phoneHelp.told.tried', { tried: triedWords(say, phone) })]
      : []),
  ];
}

function attemptLines(say: Say, attempt: Attempt, time: (at: Date) => string): string[] {
  const { state, code, refusals, createdAt, submittedAt, changedAt, settledAt } = attempt;
  const codes = [...(code === undefined ? [] : [code]), ...refusals];
  return [
    say('ticket.asked', { time: time(createdAt) }),
    ...(submittedAt ? [say('ticket.submitted', { time: time(submittedAt) })] : []),
    ...(changedAt ? [say('phoneHelp.told.changed', { time: time(changedAt) })] : []),
    ...(settledAt && !changedAt ? [say('ticket.settled', { time: time(settledAt) })] : []),
    say('ticket.outcome', { outcome: say(`ticket.state.${state}` satisfies TextKey) }),
    ...(codes.length > 0 ? [say('ticket.codes', { codes: codes.join(', ') })] : []),
  ];
}

const triedWords = (say: Say, { tried }: PhoneTrouble): string =>
  causes
    .filter((cause) => tried.includes(cause))
    .map((cause) => say(`phoneHelp.tried.${cause}` satisfies TextKey))
    .join('; ');

export interface Words {
  line: string;
  callback: string;
  who: { name?: string; address?: string; userId: string };
}

/** The ticket as the help desk reads it. */
export function letterOf(
  reader: LetterReader,
  facts: LetterFacts,
  words: Words,
): { subject: string; body: string } {
  const { say } = reader;
  const problem = say(`ticket.problem.${facts.problem}` satisfies TextKey);
  const { name, address, userId } = words.who;
  const who = [name, address, userId].filter((each) => each !== undefined).join(', ');
  return {
    subject: say('ticket.subject', { problem, reference: facts.reference ?? '' }),
    body: [
      problem,
      ...(words.line === '' ? [] : ['', words.line]),
      '',
      say('ticket.who', { who }),
      words.callback === '' ? say('ticket.noCallback') : say('ticket.callbackAt', { phone: words.callback }),
      ...factLines({ ...reader, isExact: true }, facts),
    ].join('\n'),
  };
}
