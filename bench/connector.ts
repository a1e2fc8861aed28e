import type { ServerResponse } from 'node:http';
import { sayIn } from '../src/language/catalogue.ts';
import { memberOf } from '../test/flow/connector.ts';
import { actionData } from '../test/flow/teams.ts';
import { answerParent, tellParent } from './parent.ts';
import { bodyOf, serve } from './serve.ts';

/** Plays Teams' connector. Tells of each new message, and keeps what each person was told of the outcome. */

/** A new message, as the measuring process needs it. */
export interface Arrived {
  conversationId: string;
  activityId: string;
  /** The activity that it answers. */
  replyToId: string | undefined;
  /** The data of the button that sends the form, where it is one. */
  form: Record<string, unknown> | undefined;
}

/** What one person was told. */
export interface Told {
  /** The messages that say "Your PIN is changed": one that was updated twice is one. */
  changedCards: string[];
  /** Messages that ring: "Your conferencing PIN is changed." */
  notes: number;
  /** When the outcome came first, epoch milliseconds. */
  firstAt: number | undefined;
}

const say = sayIn('en-US');
const told = new Map<string, Told>();
/** How many requests came, by what they were. */
let requests: Record<string, number> = {};
let count = 0;

const url = await serve(async (request, response) => {
  const text = await bodyOf(request);
  const [, conversation = '', what, named = ''] =
    /^\/v3\/conversations\/([^/]+)\/(activities|members)(?:\/([^/?]+))?/.exec(request.url ?? '') ?? [];
  if (what === 'members') {
    counted('member');
    return answer(response, memberOf(decodeURIComponent(named)).member);
  }
  count += 1;
  // A POST may name the activity that it replies to.
  const isUpdate = request.method === 'PUT';
  const activityId = isUpdate ? decodeURIComponent(named) : `1:${count}`;
  answer(response, { id: activityId });
  const activity = JSON.parse(text);
  const conversationId = decodeURIComponent(conversation);
  counted(isUpdate ? 'update' : activity.type);
  if (activity.type !== 'message') return;
  remember(conversationId, activityId, activity);
  if (isUpdate) return;
  const isForm = activity.summary === say('summary.form');
  const form = isForm ? actionData(activity.attachments[0].content, 'setPin') : undefined;
  const arrived: Arrived = { conversationId, activityId, replyToId: activity.replyToId, form };
  tellParent('arrived', arrived);
});

function remember(conversationId: string, activityId: string, activity: { text?: string; summary?: string }) {
  const person = told.get(conversationId) ?? { changedCards: [], notes: 0, firstAt: undefined };
  if (activity.text === say('note.changed')) person.notes += 1;
  else if (activity.summary !== say('summary.changed')) return;
  else if (!person.changedCards.includes(activityId)) person.changedCards.push(activityId);
  person.firstAt ??= Date.now();
  told.set(conversationId, person);
}

function answer(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function counted(what: string): void {
  requests[what] = (requests[what] ?? 0) + 1;
}

answerParent({
  told: () => Object.fromEntries(told),
  /** How many requests came since this was asked last. */
  requests() {
    const counts = requests;
    requests = {};
    return counts;
  },
});
process.stdout.write(`listening on ${url}\n`);
