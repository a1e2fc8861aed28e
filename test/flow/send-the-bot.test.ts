import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readingOf } from '../cards/card-parts.ts';
import { type House, openHouse, people } from './house.ts';

const agent = 'a96c03d7-51e8-4d2b-a7f4-1c8be2750204';
let house: House;
beforeAll(async () => {
  house = await openHouse({ bot: { HELPDESK_AGENTS: agent } });
});
afterAll(() => house.close());

/** In a chat of the agent's with somebody else. */
function press(userId: string, value: unknown, more: Record<string, unknown> = {}) {
  const person = house.person(userId);
  const conversation = { id: '19:others@unq.gbl.spaces', conversationType: 'groupChat', tenantId };
  return person.post(
    person.activity({ type: 'invoke', name: 'composeExtension/submitAction', conversation, value, ...more }),
  );
}
const tenantId = '5f1c6f0e-0d2e-4a3c-9b0a-6c1d3f5a7b90';
const action = (data?: object) => ({ commandId: 'sendPinBot', commandContext: 'compose', data });

describe('the action “Send the PIN bot”', () => {
  it('puts the card with the link into the chat, and sends nothing by itself', async () => {
    const { status, body } = await press(agent, action());
    expect(status).toBe(200);
    expect(body.composeExtension).toMatchObject({ type: 'result', attachmentLayout: 'list' });
    const [attachment] = body.composeExtension.attachments;
    expect(attachment.contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(attachment.preview.content.title).toBe('Your conferencing PIN');
    expect(JSON.stringify(attachment.content)).toContain(
      'https://teams.microsoft.com/l/chat/0/0?users=28%3A',
    );
    expect(house.connector.sent).toEqual([]);
  });

  it.each([
    ['de', 'de', /PIN/],
    ['de-AT', 'de', /PIN/],
    ['da', 'da', /pinkode/i],
    ['nobody speaks this', 'en', /conferencing PIN/],
  ])('speaks the language that the agent chose: %s', async (language, lang, words) => {
    const { body } = await press(agent, action({ language }));
    const { content } = body.composeExtension.attachments[0];
    expect(content.lang).toBe(lang);
    expect(readingOf(content)).toMatch(words);
  });

  it('speaks the agent’s own where none was chosen', async () => {
    const { body } = await press(agent, action({ language: '' }), { locale: 'sv-SE' });
    expect(body.composeExtension.attachments[0].content.lang).toBe('sv');
  });

  it('tells anybody else, politely, that it is for the help desk', async () => {
    const { status, body } = await press(people.ordinary, action());
    expect(status).toBe(200);
    expect(body.composeExtension).toEqual({
      type: 'message',
      text: 'This is for the help desk. To reset your own PIN, write to the bot.',
    });
  });

  it.each([undefined, null, {}, { commandId: 'other' }, { ...action(), data: { language: 7 } }])(
    'refuses what is no such action: %j',
    async (value) => {
      expect((await press(agent, value)).status).toBe(400);
    },
  );
});
