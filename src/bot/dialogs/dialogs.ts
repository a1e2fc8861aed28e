import type { ConversationState, TurnContext } from 'botbuilder';
// Of the package's own entry everything is loaded, prompts and languages too: 40 MB of which nothing is used.
import { DialogTurnStatus } from 'botbuilder-dialogs/lib/dialog.js';
import { DialogSet } from 'botbuilder-dialogs/lib/dialogSet.js';
import { left, PhoneSignInDialog, type SignInPorts } from './phone-sign-in.ts';
import { type AnswerWords, type Asked, WordsDialog } from './words.ts';

/** What a turn begins with, where no dialog goes on. */
export type First = 'words' | 'phoneSignIn';

/** The dialogs that there are. `standing`: where they stand, in `state`. */
export function createDialogs(parts: {
  state: ConversationState;
  standing: ConstructorParameters<typeof DialogSet>[0];
  answer: AnswerWords;
  phone: SignInPorts;
}) {
  const { state, standing } = parts;
  const dialogs = new DialogSet(standing)
    .add(new WordsDialog(parts.answer))
    .add(new PhoneSignInDialog(parts.phone));
  return {
    /** Goes on with the dialog that waits, or begins one. */
    async goOn(context: TurnContext, first: First): Promise<void> {
      const dialog = await dialogs.createContext(context);
      const waiting = dialog.activeDialog?.id;
      // A dialog of words does not wait for a button.
      if (waiting === 'words' && first !== 'words') await dialog.cancelAllDialogs();
      const gone = dialog.activeDialog ? await dialog.continueDialog() : undefined;
      const end = gone === undefined || gone.result === left ? await dialog.beginDialog(first) : gone;
      if (end.status === DialogTurnStatus.waiting) await state.saveChanges(context);
      else if (waiting !== undefined) await state.delete(context);
    },
    /** Begins what a text leads to that was not answered, or only with a question. */
    async begin(context: TurnContext, outcome: Asked | 'phone'): Promise<void> {
      const dialog = await dialogs.createContext(context);
      const end =
        outcome === 'phone'
          ? await dialog.beginDialog('phoneSignIn')
          : await dialog.beginDialog('words', { outcome });
      if (end.status === DialogTurnStatus.waiting) await state.saveChanges(context);
    },
  };
}
