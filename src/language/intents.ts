/** What a person may want of the bot. `otherPin` is a PIN that it does not know of: voice mail, Windows, a bank. */
export type Intent =
  | 'reset'
  | 'status'
  | 'whatFor'
  | 'help'
  | 'phoneSteps'
  | 'cancel'
  | 'reminderDone'
  | 'reminderStop'
  | 'reminderLater'
  | 'hello'
  | 'thanks'
  | 'otherPin'
  | 'unclear';
