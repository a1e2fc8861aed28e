import { sayIn } from '../src/language/catalogue.ts';
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
let count = 0;

const url = await serve(async (request, response) => {
  const text = await bodyOf(request);
  const [, conversation = '', updated] =
    /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/?]+))?/.exec(request.url ?? '') ?? [];
  count += 1;
  const activityId = updated === undefined ? `1:${count}` : decodeURIComponent(updated);
  const id = JSON.stringify({ id: activityId });
  response.writeHead(200, { 'content-type': 'application/json' }).end(id);
  const activity = JSON.parse(text);
  const conversationId = decodeURIComponent(conversation);
  if (activity.type !== 'message') return;
  remember(conversationId, activityId, activity);
  if (updated !== undefined) return;
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

answerParent({ told: () => Object.fromEntries(told) });
process.stdout.write(`listening on ${url}\n`);
