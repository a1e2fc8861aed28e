import type { TurnContext } from 'botbuilder';
import type { Understanding } from '../language/intent.ts';
import type { CardData } from './card-data.ts';
import type { Chat, Reply } from './reply.ts';

/** What a turn is answered by: kept on the turn for the dialogs, which know of nothing but it. */
export interface TurnSaid {
  chat: Chat;
  said: { kind: 'words'; text: string; understood: Understanding } | { kind: 'button'; data: CardData };
  /** What the turn is to be answered with. */
  replies: Reply[];
}

const key = Symbol('said');

export const saidIn = (context: TurnContext): TurnSaid => context.turnState.get<TurnSaid>(key);
export function keepSaid(context: TurnContext, said: TurnSaid): void {
  context.turnState.set(key, said);
}
