import { MemoryStorage, TestAdapter, type TurnContext } from 'botbuilder';
import { DialogTurnStatus } from 'botbuilder-dialogs';
import { DialogTestClient } from 'botbuilder-testing';
import { describe, expect, it } from 'vitest';
import { createTalk } from '../../../src/bot/dialogs/conversation.ts';
import { type AnswerWords, WordsDialog } from '../../../src/bot/dialogs/words.ts';
import { noPhones } from './no-phones.ts';

/** Understands "yes" and nothing else. */
async function answer(context: TurnContext, unclearBefore: boolean): ReturnType<AnswerWords> {
  const understood = context.activity.text === 'yes';
  await context.sendActivity(understood ? 'understood' : unclearBefore ? 'the help desk' : 'not understood');
  return understood ? 'answered' : 'unclear';
}
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

  it('is not written for a text that is understood', async () => {
    const kept: Record<string, string> = {};
    const adapter = talk(kept);
    await adapter.send('yes').assertReply('understood').startTest();
    expect(kept).toEqual({});
  });
});
