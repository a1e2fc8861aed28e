import { MemoryStorage, TestAdapter, type TurnContext } from 'botbuilder';
import { DialogTurnStatus } from 'botbuilder-dialogs';
import { DialogTestClient } from 'botbuilder-testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTalk } from '../../../src/bot/dialogs/conversation.ts';
import { type Heard, PhoneSignInDialog, type SignInPorts } from '../../../src/bot/dialogs/phone-sign-in.ts';

let now: Date;
let known: { model: string }[];
beforeEach(() => {
  now = new Date('2026-11-24T13:05:00Z');
  known = [{ model: 'Polycom VVX 411' }];
});

/** "yes", "no", "hm", a phone by its place, and anything else, which is not about phones. */
function heard({ activity }: TurnContext): Heard {
  const text = activity.text;
  if (text === 'phone') return { kind: 'begin' };
  if (text === 'yes' || text === 'no')
    return { kind: 'said', said: { kind: 'signed_in', yes: text === 'yes' } };
  if (text === 'hm') return { kind: 'said', said: { kind: 'unclear' } };
  return /^\d$/.test(text) ? { kind: 'said', said: { kind: 'phone', phone: text } } : { kind: 'left' };
}

const ports: SignInPorts = {
  now: () => now,
  heard,
  facts: async () => ({ phones: known, locale: 'en' }),
  show: async (context, shown) => {
    const words = shown.kind === 'show' ? shown.signIn.step : shown.kind;
    await context.sendActivity(shown.note ? `${shown.note}: ${words}` : words);
  },
};
const client = () => new DialogTestClient('msteams', new PhoneSignInDialog(ports));
const said = async (chat: DialogTestClient, ...texts: string[]): Promise<(string | undefined)[]> => {
  const answers: (string | undefined)[] = [];
  for (const text of texts) answers.push((await chat.sendActivity(text))?.text);
  return answers;
};

describe('the dialog of signing in on a phone', () => {
  it('begins with the steps, and ends when the person is signed in', async () => {
    const chat = client();
    expect(await said(chat, 'phone', 'yes')).toEqual(['steps', 'signed_in']);
    expect(chat.dialogTurnResult.status).toBe(DialogTurnStatus.complete);
  });

  it('asks which phone where there are several', async () => {
    known = [{ model: 'Polycom VVX 411' }, { model: 'Polycom CX600' }];
    const chat = client();
    expect(await said(chat, 'phone', '1', 'no')).toEqual(['which', 'steps', 'oldPin']);
    expect(chat.dialogTurnResult.status).toBe(DialogTurnStatus.waiting);
  });

  it('goes through the causes to the help desk, and ends there', async () => {
    const chat = client();
    expect(await said(chat, 'phone', 'no', 'no', 'no', 'no', 'no')).toEqual([
      'steps',
      'oldPin',
      'extension',
      'locked',
      'unlockPin',
      'help_desk',
    ]);
    expect(chat.dialogTurnResult.status).toBe(DialogTurnStatus.complete);
  });

  it('says once that it did not understand, and then ends with the help desk', async () => {
    const chat = client();
    expect(await said(chat, 'phone', 'hm', 'hm')).toEqual(['steps', 'unclear: steps', 'lost']);
    expect(chat.dialogTurnResult.status).toBe(DialogTurnStatus.complete);
  });

  it('is left by anything else, without a word of its own', async () => {
    const chat = client();
    await said(chat, 'phone');
    expect(await said(chat, 'status')).toEqual([undefined]);
    expect(chat.dialogTurnResult).toEqual({ status: DialogTurnStatus.complete, result: 'left' });
  });

  it('begins anew after a day, but for whoever is signed in by then', async () => {
    const [late, done] = [client(), client()];
    await said(late, 'phone', 'no');
    await said(done, 'phone', 'no');
    now = new Date(now.getTime() + 86_400_001);
    expect(await said(late, 'no')).toEqual(['again: steps']);
    expect(await said(done, 'yes')).toEqual(['signed_in']);
  });
});

describe('over turns', () => {
  const answered: string[] = [];
  const bot = (storage: MemoryStorage) => {
    const talk = createTalk(
      storage,
      async (context) => {
        answered.push(context.activity.text);
        await context.sendActivity(`answered ${context.activity.text}`);
        return context.activity.text === 'my phone is dead' ? 'phone' : 'answered';
      },
      ports,
    );
    return new TestAdapter((context) => talk.turn(context, 'words'));
  };

  it('begins with words, goes on in another process, and its state is gone when it ends', async () => {
    const kept: Record<string, string> = {};
    await bot(new MemoryStorage(kept))
      .send('my phone is dead')
      .assertReply('answered my phone is dead')
      .startTest();
    expect(Object.keys(kept)).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain('dead');
    await bot(new MemoryStorage(kept)).send('no').assertReply('oldPin').startTest();
    await bot(new MemoryStorage(kept)).send('yes').assertReply('signed_in').startTest();
    expect(kept).toEqual({});
  });

  it('answers something else in the same turn, and waits no more', async () => {
    const kept: Record<string, string> = {};
    const chat = bot(new MemoryStorage(kept));
    await chat.send('my phone is dead').startTest();
    await chat.send('what is it for').startTest();
    expect(answered.at(-1)).toBe('what is it for');
    expect(kept).toEqual({});
  });

  it('is left by a button that asks for something else, which writes nothing where none waits', async () => {
    const kept: Record<string, string> = {};
    const storage = new MemoryStorage(kept);
    const talk = createTalk(storage, async () => 'phone', ports);
    const press = new TestAdapter((context) => talk.leave(context));
    await press.send('button').startTest();
    expect(kept).toEqual({});
    await new TestAdapter((context) => talk.turn(context, 'words')).send('my phone').startTest();
    expect(Object.keys(kept)).toHaveLength(1);
    await press.send('button').startTest();
    expect(kept).toEqual({});
  });

  it('begins anew where what was kept cannot be read', async () => {
    const kept: Record<string, string> = {};
    await bot(new MemoryStorage(kept)).send('my phone is dead').startTest();
    for (const [key, value] of Object.entries(kept)) kept[key] = value.replaceAll('"steps"', '"gone"');
    await bot(new MemoryStorage(kept)).send('no').assertReply('oldPin').startTest();
  });
});
