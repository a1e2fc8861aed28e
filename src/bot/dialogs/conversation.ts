import { ConversationState, type Storage, type TurnContext } from 'botbuilder';
import { lazily } from '../lazily.ts';
import type { First } from './dialogs.ts';
import type { SignInPorts } from './phone-sign-in.ts';
import type { AnswerWords } from './words.ts';

/** What botbuilder keeps of a conversation, as far as it is looked at here. */
type Kept = { dialogs?: { dialogStack?: unknown } } | undefined;

export interface Talk {
  /** Goes on with the dialog that waits for this turn, or begins one. Where it stands is kept before it is answered. */
  turn(context: TurnContext, first: First): Promise<void>;
  /** Something else was asked for by a button: no dialog waits any more. */
  leave(context: TurnContext): Promise<void>;
}

/**
 * The dialogs over turns, restarts and replicas: where one stands is kept in `storage` while it waits. Most texts are
 * answered at once; for them no dialog is made, nor the library loaded, which takes longer than the rest of a start.
 */
export function createTalk(storage: Storage, answer: AnswerWords, phone: SignInPorts): Talk {
  const state = new ConversationState(storage);
  const standing = state.createProperty('dialogs');
  const isWaiting = async (context: TurnContext): Promise<boolean> => {
    const key = state.getStorageKey(context) ?? '';
    const { [key]: kept } = (await storage.read([key])) as Record<string, Kept>;
    return Array.isArray(kept?.dialogs?.dialogStack) && kept.dialogs.dialogStack.length > 0;
  };
  const dialogs = lazily(async () => {
    const { createDialogs } = await import('./dialogs.ts');
    return createDialogs({ state, standing, answer, phone });
  });
  return {
    async turn(context, first) {
      if (first !== 'words' || (await isWaiting(context))) return (await dialogs()).goOn(context, first);
      const outcome = await answer(context, undefined);
      if (outcome !== 'answered') await (await dialogs()).begin(context, outcome);
    },
    async leave(context) {
      if (await isWaiting(context)) await state.delete(context);
    },
  };
}
