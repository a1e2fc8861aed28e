import type { TurnContext } from 'botbuilder';
import { Dialog, type DialogTurnResult } from 'botbuilder-dialogs/lib/dialog.js';
import type { DialogContext } from 'botbuilder-dialogs/lib/dialogContext.js';

/**
 * Answers what a person wrote. `unclearBefore`: the text before it was not understood either. A `phone` that does not sign
 * in is not answered here: it has a dialog of its own.
 */
export type AnswerWords = (context: TurnContext, unclearBefore: boolean) => Promise<Outcome>;
type Outcome = 'answered' | 'unclear' | 'phone';

/**
 * What a person writes, text by text. One that is not understood keeps the dialog open, so that the next one that is not
 * is answered with the help desk instead of the same words again. What was written is no part of its state.
 */
export class WordsDialog extends Dialog {
  readonly #answer: AnswerWords;

  constructor(answer: AnswerWords) {
    super('words');
    this.#answer = answer;
  }

  /** `already`: the text is answered, and how. */
  override async beginDialog(
    dialog: DialogContext,
    already?: { outcome: Outcome },
  ): Promise<DialogTurnResult> {
    return ended(dialog, already?.outcome ?? (await this.#answer(dialog.context, false)), false);
  }

  override async continueDialog(dialog: DialogContext): Promise<DialogTurnResult> {
    return ended(dialog, await this.#answer(dialog.context, true), true);
  }
}

async function ended(
  dialog: DialogContext,
  outcome: Outcome,
  unclearBefore: boolean,
): Promise<DialogTurnResult> {
  if (outcome === 'phone') return dialog.replaceDialog('phoneSignIn');
  return outcome === 'unclear' && !unclearBefore ? Dialog.EndOfTurn : dialog.endDialog();
}
