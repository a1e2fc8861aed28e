import { ConversationState, type Storage, type TurnContext } from 'botbuilder';
import {
  Dialog,
  type DialogContext,
  DialogSet,
  type DialogTurnResult,
  DialogTurnStatus,
} from 'botbuilder-dialogs';

/** Answers what a person wrote. `unclearBefore`: the text before it was not understood either. */
export type AnswerWords = (context: TurnContext, unclearBefore: boolean) => Promise<'answered' | 'unclear'>;

/**
 * What a person writes, text by text. One that is not understood keeps the dialog open, so that the next one that is not
 * is answered with the help desk instead of the same words again. What was written is no part of its state.
 */
export class WordsDialog extends Dialog {
  readonly #answer: AnswerWords;

  constructor(id: string, answer: AnswerWords) {
    super(id);
    this.#answer = answer;
  }

  override beginDialog(dialog: DialogContext): Promise<DialogTurnResult> {
    return this.#turn(dialog, false);
  }

  override continueDialog(dialog: DialogContext): Promise<DialogTurnResult> {
    return this.#turn(dialog, true);
  }

  async #turn(dialog: DialogContext, unclearBefore: boolean): Promise<DialogTurnResult> {
    const outcome = await this.#answer(dialog.context, unclearBefore);
    return outcome === 'unclear' && !unclearBefore ? Dialog.EndOfTurn : dialog.endDialog();
  }
}

/** Runs the dialog over turns; where it stands is kept while it waits. */
export function wordsConversation(storage: Storage, answer: AnswerWords) {
  const state = new ConversationState(storage);
  const dialogs = new DialogSet(state.createProperty('dialogs')).add(new WordsDialog('words', answer));
  return async (context: TurnContext): Promise<void> => {
    const dialog = await dialogs.createContext(context);
    const waited = dialog.activeDialog !== undefined;
    const { status } = await (waited ? dialog.continueDialog() : dialog.beginDialog('words'));
    if (status === DialogTurnStatus.waiting) await state.saveChanges(context);
    else if (waited) await state.delete(context);
  };
}
