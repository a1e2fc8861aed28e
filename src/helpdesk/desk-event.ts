/** An event of the audit that is not an attempt's: of a ticket, or what somebody of the help desk has done. */
export interface DeskEvent {
  /** Names it where it may come twice. */
  key?: string;
  at: Date;
  event: DeskEventName;
  tenantId: string;
  /** Whom it is about. */
  userId?: string;
  /** Who of the help desk did it. */
  agentId?: string;
  reference?: string;
  /** Codes, numbers and ids; nothing that somebody typed. */
  detail?: Record<string, string | number | boolean>;
}

/** `looked_up`: somebody of the help desk saw a person's timeline; `looked_today`: what needs a person today. */
export type DeskEventName =
  | 'ticket_written'
  | 'ticket_handed'
  | 'ticket_open'
  | 'ticket_failed'
  | 'looked_up'
  | 'looked_for'
  | 'looked_today'
  | 'reset_offered'
  | 'offer_delivered'
  | 'offer_not_delivered';
