import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { ownPlace } from './own-store.ts';

let place: Awaited<ReturnType<typeof ownPlace>>;
let store: Store;
beforeEach(async () => {
  place = await ownPlace();
  store = await openStore(place.place);
});
afterEach(async () => {
  await store.close();
  await place.remove();
});

const person = { tenantId: 'tenant', userId: 'robin' };
const chat = {
  person,
  conversationId: 'a:1',
  serviceUrl: 'https://smba.example/',
  channelId: 'msteams',
  botId: '28:b',
  accountId: '29:a',
  locale: 'en',
  timeZone: 'UTC',
};
const at = (s: number) => new Date(1_000 * s);

it('of two events of a first contact that come at once, both are of this installation', async () => {
  const kept = await Promise.all([
    store.conversations.keep(chat, at(2), { name: 'Robin' }),
    store.conversations.keep({ ...chat, locale: 'de' }, at(1)),
  ]);
  expect(kept.map(({ isInstalled }) => isInstalled)).toEqual([true, true]);
  expect((await store.conversations.find(person))?.locale).toBe('en');
});

it('an event from before a removal is not', async () => {
  await store.conversations.keep(chat, at(1));
  await store.conversations.remove(person, at(3));
  expect((await store.conversations.keep(chat, at(2))).isInstalled).toBe(false);
  expect(await store.conversations.find(person)).toBeUndefined();
  expect((await store.conversations.keep(chat, at(4))).isInstalled).toBe(true);
  expect(await store.conversations.find(person)).toEqual(chat);
});

it('a new name leaves the address that the roster has told meanwhile', async () => {
  await store.conversations.keep(chat, at(1), { name: 'Robin' });
  await Promise.all([
    store.conversations.know(person, { address: 'robin@contoso.example' }),
    store.conversations.keep({ ...chat, locale: 'de' }, at(2), { name: 'Robin Castellan' }),
  ]);
  expect(await store.conversations.whoIs(person)).toMatchObject({ name: 'Robin Castellan' });
  await store.conversations.know(person, { address: 'robin@contoso.example' });
  await store.conversations.keep(chat, at(3), { name: 'R. Castellan' });
  expect(await store.conversations.whoIs(person)).toEqual({
    name: 'R. Castellan',
    address: 'robin@contoso.example',
  });
});

it('says whether work may be parked for the person', async () => {
  await store.conversations.keep(chat, at(1));
  expect((await store.conversations.keep(chat, at(2))).isBlocked).toBe(false);
  const work = { key: 'note:1', kind: 'note', dueAt: at(1), person: 'tenant:robin', payload: {} };
  await store.dueWork.put([work]);
  const claimed = await store.dueWork.claim('me', at(2), 10_000);
  if (!claimed) throw new Error('nothing was due');
  await store.dueWork.park(claimed, 'blocked');
  expect((await store.conversations.keep(chat, at(3))).isBlocked).toBe(true);
});

it.each([
  ['it was added again', { installs: true }, 25],
  ['they were heard of a minute later', {}, 85],
])('a removal that comes late, after %s, is none', async (_, more, s) => {
  await store.conversations.keep(chat, at(10));
  await store.conversations.keep(chat, at(s), more);
  expect(await store.conversations.remove(person, at(20))).toBe(false);
  expect(await store.conversations.find(person)).toEqual(chat);
});
