import { MemoryStorage, TestAdapter, type TurnContext } from 'botbuilder';
import { DialogTurnStatus } from 'botbuilder-dialogs';
import { DialogTestClient } from 'botbuilder-testing';
import { describe, expect, it } from 'vitest';
import { createTalk } from '../../../src/bot/dialogs/conversation.ts';
import { type AnswerWords, WordsDialog } from '../../../src/bot/dialogs/words.ts';
import { noPhones } from './no-phones.ts';

/** Understands "yes" and nothing else. */
async function answer(context: TurnContext, before: Parameters<AnswerWords>[1]): ReturnType<AnswerWords> {
  told.push(before);
  const understood = context.activity.text === 'yes';
  await context.sendActivity(understood ? 'understood' : before ? 'the help desk' : 'not understood');
  return understood ? 'answered' : question;
}
const question = { question: 'reset', locale: 'pl', at: 1_000 } as const;
/** What the answers were told of the texts before. */
const told: unknown[] = [];
const talk = (kept: Record<string, string>) => {
  const made = createTalk(new MemoryStorage(kept), answer, noPhones);
  return new TestAdapter((context) => made.turn(context, 'words'));
};
const client = () => new DialogTestClient('msteams', new WordsDialog(answer));

describe('the dialog of what a person writes', () => {
  it('ends with a text that is understood', async () => {
    const chat = client();
    expect((await chat.sendActivity('yes')).text).toBe('understood');
    expect(chat.dialogTurnResult.status).toBe(DialogTurnStatus.complete);
  });

  it('waits after a text that is not, and ends with the help desk after a second one', async () => {
    const chat = client();
    expect((await chat.sendActivity('hm')).text).toBe('not understood');
    expect(chat.dialogTurnResult.status).toBe(DialogTurnStatus.waiting);
    expect((await chat.sendActivity('hm?')).text).toBe('the help desk');
    expect(chat.dialogTurnResult.status).toBe(DialogTurnStatus.complete);
    expect((await chat.sendActivity('hm!')).text).toBe('not understood');
  });

  it('tells what was asked, in which language and when', async () => {
    const chat = client();
    await chat.sendActivity('hm');
    await chat.sendActivity('hm?');
    expect(told.slice(-2)).toEqual([undefined, question]);
  });

  it('ends where the second text is understood', async () => {
    const chat = client();
    await chat.sendActivity('hm');
    expect((await chat.sendActivity('yes')).text).toBe('understood');
    expect(chat.dialogTurnResult.status).toBe(DialogTurnStatus.complete);
  });
});

describe('its state', () => {
  it('is kept while it waits, holds no word that was written, and goes with its end', async () => {
    const kept: Record<string, string> = {};
    const adapter = talk(kept);
    await adapter.send('a secret').assertReply('not understood').startTest();
    expect(Object.values(kept)).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain('secret');
    await adapter.send('another').assertReply('the help desk').startTest();
    expect(kept).toEqual({});
  });

  it('of another version of the bot says that a text was not understood', async () => {
    const kept: Record<string, string> = {};
    const adapter = talk(kept);
    await adapter.send('hm').assertReply('not understood').startTest();
    for (const [key, value] of Object.entries(kept)) kept[key] = value.replace('"reset"', '"whatever"');
    await adapter.send('hm?').assertReply('the help desk').startTest();
    expect(told.at(-1)).toBe('unclear');
  });

  it('is not written for a text that is understood', async () => {
    const kept: Record<string, string> = {};
    const adapter = talk(kept);
    await adapter.send('yes').assertReply('understood').startTest();
    expect(kept).toEqual({});
  });
});
