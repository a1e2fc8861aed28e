import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { somebody, teams } from '../../flow/teams.ts';

export type Activity = Record<string, unknown>;

/** What stands in the recorded activities for what is different in each request. */
export const blank = {
  userId: '00000000-0000-4000-8000-00000000f0f0',
  /** The form that the person has in the chat, if any. */
  attempt: '00000000-0000-4000-8000-00000000f0f1',
};
/** Put where people write; they may come back nowhere. */
export const canaries = { pin: '860317294517', text: 'Zq7Canary9xW' };

/** Activities as the tests' Teams sends them, recorded from the wire, and those that nothing is tested with otherwise. */
export async function recordShapes(connectorUrl: string): Promise<Activity[]> {
  const recorded: Activity[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    recorded.push(JSON.parse(text));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await play(teams(() => `http://127.0.0.1:${port}`, connectorUrl, somebody(blank.userId)));
  server.closeAllConnections();
  server.close();
  return recorded;
}

const filled = {
  do: 'setPin',
  attempt: blank.attempt,
  round: 1,
  newPin: canaries.pin,
  repeatPin: canaries.pin,
};
const aside = { note: canaries.text };
const group = { id: '19:group@thread.v2', conversationType: 'groupChat', isGroup: true };

async function play(person: ReturnType<typeof teams>): Promise<void> {
  const { activity, post, say, execute, submit, install, becomesMember } = person;
  const words = ['reset my PIN', 'status', 'help', 'hello', 'cancel', 'stop reminding me', 'what is it for'];
  for (const text of words)
    await say(text, { entities: [{ type: 'clientInfo', ...aside }], summary: canaries.text });
  await say(`${canaries.text} ${canaries.pin}`);
  await say(`my new PIN is ${canaries.pin}`, {
    attachments: [{ contentType: 'text/html', content: canaries.text }],
  });
  for (const data of cardData()) {
    await execute('1:1', data);
    await submit('1:1', data);
  }
  await install('add');
  await install('remove');
  await becomesMember();
  await becomesMember({ membersAdded: [{ id: '29:other', name: 'Other', aadObjectId: randomUUID() }] });
  await becomesMember({ membersAdded: undefined, membersRemoved: [{ id: '28:the-bot' }] });
  await say(`<at>PIN bot</at> reset my PIN ${canaries.pin}`, {
    conversation: { ...group, tenantId: somebody('x').tenantId },
  });
  await execute('1:1', filled, { conversation: { ...group, tenantId: somebody('x').tenantId } });
  for (const more of seldom()) await post(activity(more));
}

function cardData(): Record<string, unknown>[] {
  const change = { change: blank.attempt };
  return [
    filled,
    { ...filled, repeatPin: canaries.text, ...aside },
    { do: 'cancel', attempt: blank.attempt },
    { do: 'reset' },
    { do: 'status' },
    { do: 'help', ...aside },
    { do: 'whatFor' },
    { do: 'phoneSteps' },
    { do: 'phone', phone: '0' },
    { do: 'signedIn', at: 'steps', yes: false, phone: 'poly', asked: 0 },
    { do: 'rules' },
    { do: 'leader' },
    { do: 'phoneHelp', ...change },
    { do: 'reminderDone', ...change },
    { do: 'notMe', attempt: change.change },
    { do: 'reminderLater', ...change, when: 'hour' },
  ];
}

/** What Teams may send too, or somebody in its name. */
function seldom(): Record<string, unknown>[] {
  const invokes = [
    'adaptiveCard/refresh',
    'task/fetch',
    'task/submit',
    'composeExtension/query',
    'signin/verifyState',
    'signin/tokenExchange',
    'fileConsent/invoke',
    'message/submitAction',
    'config/fetch',
    'tab/fetch',
    'application/search',
    undefined,
  ];
  const types = ['event', 'endOfConversation', 'handoff', 'command', 'commandResult', 'trace', 'suggestion'];
  const edits = ['undeleteMessage', 'editMessage', 'softDeleteMessage', 'teamRenamed', 'channelCreated'];
  return [
    { type: 'typing' },
    ...invokes.map((name) => ({ type: 'invoke', name, value: { action: { data: filled }, ...aside } })),
    ...types.map((type) => ({ type, name: 'tokens/response', value: aside, text: canaries.text })),
    { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], reactionsRemoved: [{ type: 'heart' }] },
    ...edits.flatMap((eventType) =>
      ['messageUpdate', 'messageDelete', 'conversationUpdate'].map((type) => ({
        type,
        text: canaries.text,
        channelData: { tenant: { id: somebody('x').tenantId }, eventType, team: { id: '19:t' } },
      })),
    ),
    ...['meetingStart', 'meetingEnd', 'readReceipt'].map((name) => ({
      type: 'event',
      name: `application/vnd.microsoft.${name}`,
      value: { ...aside, lastReadMessageId: '1' },
    })),
  ];
}
