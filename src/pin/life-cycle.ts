/** Where an attempt stands. */
export type AttemptState =
  | 'shown'
  | 'submitted'
  | 'unknown'
  | 'unsettled'
  | 'applied'
  | 'failed'
  | 'cancelled'
  | 'expired'
  | 'replaced';

interface Transition {
  from: readonly AttemptState[];
  to: AttemptState;
  /** Who may make it: the person, the bot's own rules, what the backend says, or the time that has passed. */
  by: 'person' | 'rules' | 'backend' | 'time';
  /** Its name in the audit. */
  event: string;
}

/** From the submission until it is known what became of it. */
const open = ['submitted', 'unknown'] as const;

/**
 * Every change of state that there is. An attempt begins as `shown`, or as `failed` where no form could be shown.
 *
 * The store makes each as one guarded update (`where state in from`), so that it happens once, whichever replica tries,
 * and whoever comes second changes nothing. `applied`, `failed`, `cancelled`, `expired` and `replaced` are final.
 */
export const transitions = {
  submit: { from: ['shown'], to: 'submitted', by: 'person', event: 'submitted' },
  /** The bot's own rules refuse the PIN: the form in its next round. */
  refuse: { from: ['shown'], to: 'shown', by: 'rules', event: 'refused' },
  /** So many PINs were refused that the form is closed. */
  exhaust: { from: ['shown'], to: 'failed', by: 'rules', event: 'exhausted' },
  /** The backend refuses the PIN: the form in its next round. */
  giveBack: { from: open, to: 'shown', by: 'backend', event: 'refused' },
  /** No answer in time: nobody knows whether the change was made. */
  loseSight: { from: ['submitted'], to: 'unknown', by: 'time', event: 'unknown' },
  /** Nobody knew for a day: the person may reset again, and the help desk sees it. It is asked for all the same. */
  giveUp: { from: open, to: 'unsettled', by: 'time', event: 'unsettled' },
  apply: { from: [...open, 'unsettled'], to: 'applied', by: 'backend', event: 'applied' },
  fail: { from: [...open, 'unsettled'], to: 'failed', by: 'backend', event: 'failed' },
  cancel: { from: ['shown'], to: 'cancelled', by: 'person', event: 'cancelled' },
  expire: { from: ['shown'], to: 'expired', by: 'time', event: 'expired' },
  /** The person asked for a newer form. */
  replace: { from: ['shown'], to: 'replaced', by: 'person', event: 'replaced' },
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof transitions;

/** States in which a change of the person is under way, so that no other may begin. */
export const openStates: readonly AttemptState[] = open;

/** States in which the backend is still asked. */
export const askedStates: readonly AttemptState[] = transitions.apply.from;
