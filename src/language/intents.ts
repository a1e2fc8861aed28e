/**
 * What a person may want of the bot. `otherPin` and `otherSecret` are a PIN, a password or an account that it does not know
 * of; `someoneElse` is another person's PIN. `notMe` is an alarm: they did not do what was done, or somebody else is at their
 * account.
 */
export type Intent =
  | 'reset'
  | 'status'
  | 'whatFor'
  | 'rules'
  | 'leader'
  | 'phoneSignIn'
  | 'phoneTrouble'
  | 'notWorkingAfterChange'
  | 'helpDesk'
  | 'ticket'
  | 'reminderDone'
  | 'reminderLater'
  | 'reminderStop'
  | 'cancel'
  | 'hello'
  | 'thanks'
  | 'otherPin'
  | 'otherSecret'
  | 'someoneElse'
  | 'notMe'
  | 'unclear';
