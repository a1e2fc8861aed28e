import type { Intent } from './intents.ts';
import type { Reading } from './vocabulary.ts';

/** `guessed`: no rule fitted, and it is what is likeliest. */
export interface Ruled {
  intent: Intent;
  guessed: boolean;
}

/** What the words say, by rules that are the same in every language. */
export function intentOf(reading: Reading): Ruled {
  const intent = particularIntent(reading) ?? ordinaryIntent(reading);
  return intent ? { intent, guessed: false } : { intent: guessedIntent(reading), guessed: true };
}

/** The first rule that fits wins: the particular stands before the general. */
function particularIntent(reading: Reading): Intent | undefined {
  const { has } = reading;
  const pin = has('pin');
  const ours = has('ours') && !has('notOurs');
  const other = has('other') && !has('notOther') && !ours;
  const unwell = has('trouble', 'phoneDown', 'oldPin');
  if (has('stop')) return 'reminderStop';
  if (has('someoneElse')) return 'someoneElse';
  if (has('secret') && (!pin || has('notPin'))) return 'otherSecret';
  if (other && (pin || has('notPin')) && !has('leader') && !(has('whatFor') && has('want')))
    return 'otherPin';
  if (has('pinFine') && has('phone')) return 'phoneTrouble';
  if (has('cancel', 'dontWish')) return 'cancel';
  const asks = has('why') || (has('whatFor') && !has('forgot', 'change'));
  const reports = has('changed') && has('status');
  if (pin && has('wish') && !asks && !reports) return 'reset';
  if (has('ticket')) return 'ticket';
  if (has('human')) return 'helpDesk';
  if (has('leader')) return 'leader';
  if (
    (has('changed') && unwell && !has('forgot')) ||
    (has('newPin') && has('trouble', 'oldPin')) ||
    has('oldPin')
  )
    return 'notWorkingAfterChange';
  if (has('status') && !has('why')) return 'status';
  if (has('rules')) return 'rules';
  if (has('whatFor') && !has('how')) return 'whatFor';
  return undefined;
}

/** What is neither about something else nor a question with words of its own. */
function ordinaryIntent({ has }: Reading): Intent | undefined {
  const pin = has('pin');
  const ours = has('ours') && !has('notOurs');
  if (has('later') && !has('forgot', 'trouble') && !has('whatFor')) return 'reminderLater';
  if (has('whatFor') && !has('change', 'forgot')) return 'whatFor';
  if (has('tell') && !has('phone')) return 'reset';
  const wanted = has('forgot', 'never') || (has('change', 'trouble') && !has('signIn'));
  if (has('phone') && !(pin && wanted)) {
    if (has('phoneDown', 'trouble') && !has('how')) return 'phoneTrouble';
    if (has('done')) return 'reminderDone';
    if (has('signIn', 'how')) return 'phoneSignIn';
    if (has('phoneDown', 'trouble')) return 'phoneTrouble';
  }
  if (has('done') && !has('forgot', 'never', 'trouble', 'want')) return 'reminderDone';
  if (pin && has('forgot', 'change', 'never', 'want', 'trouble', 'notOther')) return 'reset';
  if (has('never', 'barePin', 'bareReset') || (ours && has('trouble', 'forgot', 'change'))) return 'reset';
  if (has('signIn') && has('how', 'trouble')) return 'phoneSignIn';
  return undefined;
}

/** What is likely where no rule fits: the words alone do not tell a wish from a question. */
function guessedIntent({ has }: Reading): Intent {
  if (has('help')) return 'helpDesk';
  if (has('pin')) return 'reset';
  if (has('phone')) return has('how') ? 'phoneSignIn' : 'phoneTrouble';
  if (has('hello')) return 'hello';
  return has('thanks') ? 'thanks' : 'unclear';
}
