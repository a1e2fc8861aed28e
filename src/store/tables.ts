/** Times are epoch milliseconds, lists and objects JSON text: the same on every engine. No column ever holds a PIN. */
export interface Tables {
  attempts: AttemptRow;
  attempt_events: EventRow;
  conversations: ConversationRow;
  due_work: DueWorkRow;
  dialog_state: DialogStateRow;
  tickets: TicketRow;
  desk_events: DeskEventRow;
}

export interface AttemptRow {
  id: string;
  reference: string;
  tenant_id: string;
  user_id: string;
  conversation_id: string;
  /** The activity that asked for the form: a redelivered one finds the form that it already has. */
  asked_by: string;
  state: string;
  round: number;
  plain_submit: number;
  change_id: string | null;
  card_id: string | null;
  refusals: string;
  code: string | null;
  account: string | null;
  locale: string;
  time_zone: string;
  created_at: number;
  expires_at: number;
  submitted_at: number | null;
  settled_at: number | null;
  changed_at: number | null;
}

export interface EventRow {
  id: string;
  attempt_id: string;
  at: number;
  event: string;
  detail: string;
}

export interface ConversationRow {
  tenant_id: string;
  user_id: string;
  /** JSON of the reference; null after a removal. */
  reference: string | null;
  welcomed_at: number | null;
  /** When the bot was removed, by the channel's clock: an older install event that comes late is not a new install. */
  removed_at: number | null;
  updated_at: number;
  /** As the channel names the person, for the help desk to find them by. */
  name: string | null;
  address: string | null;
  /** Both, folded. */
  search: string | null;
}

export interface DueWorkRow {
  key: string;
  kind: string;
  person: string;
  payload: string;
  due_at: number;
  tries: number;
  version: number;
  lease_owner: string | null;
  lease_until: number | null;
  /** How often in a row a lease of it was left by a process that died. */
  deaths: number;
  /** Why nobody claims it. */
  parked: string | null;
  /** The process that others leave it to for a moment. */
  left_to: string | null;
}

/** Where a dialog with a person stands, as JSON: that it waits, not what was written. */
export interface DialogStateRow {
  key: string;
  value: string;
  updated_at: number;
}

/** A call for help. `body` holds what the person wrote, without any run of digits. */
export interface TicketRow {
  id: string;
  reference: string;
  tenant_id: string;
  user_id: string;
  requester: string;
  conversation_id: string;
  attempt_id: string | null;
  problem: string;
  urgent: number;
  subject: string;
  body: string;
  state: string;
  code: string | null;
  number: string | null;
  card_id: string | null;
  locale: string;
  time_zone: string;
  created_at: number;
  first_sent_at: number | null;
  settled_at: number | null;
}

/** An event of the audit that is not an attempt's: of a ticket, or what somebody of the help desk has done. */
export interface DeskEventRow {
  id: string;
  at: number;
  event: string;
  tenant_id: string;
  /** Whom it is about; null where it is about nobody alone. */
  user_id: string | null;
  /** Who of the help desk did it; null: not theirs. */
  agent_id: string | null;
  reference: string | null;
  detail: string;
}
