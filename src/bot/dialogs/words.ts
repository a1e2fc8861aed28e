import type { TurnContext } from 'botbuilder';
import { Dialog, type DialogTurnResult } from 'botbuilder-dialogs/lib/dialog.js';
import type { DialogContext } from 'botbuilder-dialogs/lib/dialogContext.js';
import { z } from 'zod';

/** The text before was not understood: what it was answered with, in which language, and when (epoch milliseconds). */
const asked = z.object({
  /** `reset`: whether the PIN is to be reset; `which`: which of two things is wanted. */
  question: z.enum(['reset', 'which']),
  locale: z.string(),
  at: z.number(),
});
export type Asked = z.infer<typeof asked>;

/**
 * Answers what a person wrote. `before`: the text before it was not understood either. A `phone` that does not sign in is
 * not answered here: it has a dialog of its own.
 */
export type AnswerWords = (context: TurnContext, before: Asked | 'unclear' | undefined) => Promise<Outcome>;
type Outcome = 'answered' | 'phone' | Asked;

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
    const outcome = already?.outcome ?? (await this.#answer(dialog.context, undefined));
    if (typeof outcome !== 'object') return ended(dialog, outcome);
    if (dialog.activeDialog) dialog.activeDialog.state = outcome;
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dialog: DialogContext): Promise<DialogTurnResult> {
    // Written by this or another version of the bot, so it is read with care.
    const before = asked.safeParse(dialog.activeDialog?.state).data ?? 'unclear';
    return ended(dialog, await this.#answer(dialog.context, before));
  }
}

const ended = (dialog: DialogContext, outcome: Outcome): Promise<DialogTurnResult> =>
  outcome === 'phone' ? dialog.replaceDialog('phoneSignIn') : dialog.endDialog();
