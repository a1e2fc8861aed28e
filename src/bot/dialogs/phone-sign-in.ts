import type { TurnContext } from 'botbuilder';
import { Dialog, type DialogTurnResult } from 'botbuilder-dialogs/lib/dialog.js';
import type { DialogContext } from 'botbuilder-dialogs/lib/dialogContext.js';
import {
  begin,
  type Facts,
  isOver,
  type Next,
  next,
  type Said,
  type SignIn,
  signIn,
} from '../../phones/sign-in.ts';

/** What the person is shown. `again`: they stopped so long ago that it begins anew. */
export type Shown = Next & { note?: 'again' | 'unclear' };

/**
 * What the turn says in the dialog; `resumed`: how far its card was, where the dialog itself has ended meanwhile; `locale`:
 * the language in which it goes on, where it is said in another one.
 */
export type Heard =
  | { kind: 'said'; said: Said; resumed?: Partial<SignIn> | undefined; locale?: string }
  /** The person wants to sign in on a phone: from the beginning. */
  | { kind: 'begin' }
  /** Something else. */
  | { kind: 'left' };

export interface SignInPorts {
  now(): Date;
  heard(context: TurnContext, signIn: SignIn | undefined): Heard;
  /** What is known before anybody is asked. */
  facts(context: TurnContext): Promise<Facts>;
  show(context: TurnContext, shown: Shown): Promise<void>;
}

/** The result of a dialog that was left: what was said is not answered yet. */
export const left = 'left';

/**
 * Signing in on a desk phone: which phone, the steps, and where they do not help the known causes one by one, then the
 * help desk. Whatever is said that is not about it leaves it. Its state holds no word that was written.
 */
export class PhoneSignInDialog extends Dialog {
  readonly #ports: SignInPorts;

  constructor(ports: SignInPorts) {
    super('phoneSignIn');
    this.#ports = ports;
  }

  override async beginDialog(dialog: DialogContext): Promise<DialogTurnResult> {
    const heard = this.#ports.heard(dialog.context, undefined);
    return this.#turn(dialog, heard.kind === 'left' ? { kind: 'begin' } : heard, undefined);
  }

  override async continueDialog(dialog: DialogContext): Promise<DialogTurnResult> {
    // Written by this or another version of the bot, so it is read with care.
    const before = signIn.safeParse(dialog.activeDialog?.state).data;
    const heard = this.#ports.heard(dialog.context, before);
    if (heard.kind === 'left') return dialog.endDialog(left);
    return this.#turn(dialog, heard, before);
  }

  async #turn(
    dialog: DialogContext,
    heard: Exclude<Heard, { kind: 'left' }>,
    before: SignIn | undefined,
  ): Promise<DialogTurnResult> {
    const shown = await this.#after(dialog.context, heard, before);
    await this.#ports.show(dialog.context, shown);
    if (shown.kind !== 'show') return dialog.endDialog();
    if (dialog.activeDialog) dialog.activeDialog.state = shown.signIn;
    return Dialog.EndOfTurn;
  }

  async #after(
    context: TurnContext,
    heard: Exclude<Heard, { kind: 'left' }>,
    before: SignIn | undefined,
  ): Promise<Shown> {
    const now = this.#ports.now();
    const fresh = async () => begin(await this.#ports.facts(context), now);
    if (heard.kind === 'begin') return { kind: 'show', signIn: await fresh() };
    const begun = before ?? { ...(await fresh()), ...heard.resumed };
    const current = heard.locale === undefined ? begun : { ...begun, locale: heard.locale };
    // Whoever is signed in is, however long it took.
    if (isOver(current, now) && !(heard.said.kind === 'signed_in' && heard.said.yes))
      return { kind: 'show', signIn: await fresh(), note: 'again' };
    const following = next(current, heard.said, now);
    return following.kind === 'show' && heard.said.kind === 'unclear'
      ? { ...following, note: 'unclear' }
      : following;
  }
}
