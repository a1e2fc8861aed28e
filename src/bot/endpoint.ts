import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { Log } from '../log.ts';
import type { TurnWatch } from '../watch/turns.ts';
import { inboundActivity } from './activity.ts';
import type { TeamsAdapter } from './adapter.ts';
import { type Admission, type AdmissionRules, admit } from './admission.ts';
import type { ChannelCheck } from './channel-token.ts';

export interface InboundRequest {
  authorization: string | undefined;
  body: unknown;
  /** Resolves when the answer has left, or never will. */
  flushed: Promise<void>;
}

/** What goes back over HTTP. Never an error's text. */
export interface OutboundAnswer {
  status: number;
  body?: unknown;
}

export type Admitted = Extract<Admission, { kind: 'admitted' }>;

/** One turn for somebody who was let in. */
export type Turn = (context: TurnContext, who: Admitted, flushed: Promise<void>) => Promise<void>;

/** Checks in this order: form, token, person. Only then does a turn run. */
export function messagesEndpoint(parts: {
  adapter: TeamsAdapter;
  /** Undefined in local mode, which checks nobody. */
  check: ChannelCheck | undefined;
  rules: AdmissionRules;
  turn: Turn;
  log: Log;
  turns: TurnWatch;
}): (request: InboundRequest) => Promise<OutboundAnswer> {
  return async (request) => {
    const parsed = inboundActivity.safeParse(request.body);
    if (!parsed.success) return refuse(parts, 400, 'body');
    const activity = parsed.data;
    const verdict = await parts.check?.(request.authorization, activity);
    if (verdict?.kind === 'refused') return refuse(parts, 401, verdict.why);
    const admission = admit(activity, parts.rules);
    if (admission.kind === 'refused') return refuse(parts, 403, admission.why);
    parts.turns.begun();
    const answer = await parts.adapter.run(activity as unknown as Activity, (context) =>
      parts.turn(context, admission, request.flushed),
    );
    return answerOf(activity.type, answer);
  };
}

function refuse({ log, turns }: { log: Log; turns: TurnWatch }, status: number, why: string): OutboundAnswer {
  turns.refused(why);
  log.warn({ status, why }, 'request refused');
  return { status };
}

function answerOf(type: string, answer: InvokeResponse | undefined): OutboundAnswer {
  if (type !== 'invoke') return { status: 200 };
  return answer ? { status: answer.status, body: answer.body as unknown } : { status: 400 };
}
