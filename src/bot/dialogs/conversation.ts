import { ConversationState, type Storage, type TurnContext } from 'botbuilder';
// Of the package's own entry everything is loaded, prompts and languages too: 40 MB of which nothing is used.
import { DialogTurnStatus } from 'botbuilder-dialogs/lib/dialog.js';
import { DialogSet } from 'botbuilder-dialogs/lib/dialogSet.js';
import { left, PhoneSignInDialog, type SignInPorts } from './phone-sign-in.ts';
import { type AnswerWords, WordsDialog } from './words.ts';

/** What a turn begins with, where no dialog goes on. */
export type First = 'words' | 'phoneSignIn';

export interface Talk {
  /** Goes on with the dialog that waits for this turn, or begins one. Where it stands is kept before it is answered. */
  turn(context: TurnContext, first: First): Promise<void>;
  /** Something else was asked for by a button: no dialog waits any more. */
  leave(context: TurnContext): Promise<void>;
}

/** The dialogs over turns, restarts and replicas: where one stands is kept in `storage` while it waits. */
export function createTalk(storage: Storage, answer: AnswerWords, phone: SignInPorts): Talk {
  const state = new ConversationState(storage);
  const dialogs = new DialogSet(state.createProperty('dialogs'))
    .add(new WordsDialog(answer))
    .add(new PhoneSignInDialog(phone));
  return {
    async turn(context, first) {
      const dialog = await dialogs.createContext(context);
      const waiting = dialog.activeDialog?.id;
      // A dialog of words does not wait for a button.
      if (waiting === 'words' && first !== 'words') await dialog.cancelAllDialogs();
      const gone = dialog.activeDialog ? await dialog.continueDialog() : undefined;
      const end = gone === undefined || gone.result === left ? await dialog.beginDialog(first) : gone;
      if (end.status === DialogTurnStatus.waiting) await state.saveChanges(context);
      else if (waiting !== undefined) await state.delete(context);
    },
    async leave(context) {
      const dialog = await dialogs.createContext(context);
      if (dialog.activeDialog) await state.delete(context);
    },
  };
}
