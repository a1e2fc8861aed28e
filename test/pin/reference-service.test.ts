import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { pinServiceClient } from '../../src/pin/pin-service-client.ts';
import { person, serviceWith } from '../pin-service/seed-file.ts';
import { call } from './stand-in-service.ts';

test('a change goes through the reference service, and is told again under its id', async () => {
  const robin = person({ extension: '0200' });
  const client = pinServiceClient({ url: (await serviceWith([robin])).url });
  const changeId = randomUUID();
  expect(await client.reachable()).toEqual({ backend: 'up', identity: 'up' });
  expect(await client.look(changeId, call)).toEqual({ kind: 'not_found' });
  const before = await client.account(robin.id, call);
  expect(before).toMatchObject({ kind: 'account', account: { pinSet: false, extension: '0200' } });

  const changed = await client.change(robin.id, changeId, '73914628', call);
  expect(changed).toMatchObject({ kind: 'applied', changedAt: expect.any(Date) });
  expect(await client.look(changeId, call)).toEqual(changed);
  expect(await client.withdraw(changeId, call)).toEqual(changed);
  const after = await client.account(robin.id, call);
  expect(after).toMatchObject({ kind: 'account', account: { pinSet: true } });
});

test("the reference service's refusals come back by their codes", async () => {
  const robin = person({ extension: '0200' });
  const admin = person({ locked: 'administrator' });
  const client = pinServiceClient({ url: (await serviceWith([robin, admin])).url });
  const change = (userId: string, pin: string, id: string = randomUUID()) =>
    client.change(userId, id, pin, call);
  expect(await change(robin.id, '12345')).toEqual({ kind: 'rejected', code: 'pin_too_simple' });
  expect(await change(robin.id, '7391')).toEqual({ kind: 'rejected', code: 'pin_too_short' });
  expect(await change(robin.id, '970200')).toEqual({ kind: 'rejected', code: 'pin_matches_number' });
  expect(await change(randomUUID(), '73914')).toEqual({ kind: 'rejected', code: 'user_not_found' });
  expect(await change(admin.id, '73914')).toEqual({ kind: 'rejected', code: 'account_locked' });

  const withdrawn = randomUUID();
  expect(await client.withdraw(withdrawn, call)).toEqual({ kind: 'rejected', code: 'withdrawn' });
  expect(await change(robin.id, '73914', withdrawn)).toEqual({ kind: 'rejected', code: 'withdrawn' });
});

test('who is not known or not enabled is refused an account', async () => {
  const off = person({ enabled: false });
  const client = pinServiceClient({ url: (await serviceWith([off])).url });
  expect(await client.account(off.id, call)).toEqual({ kind: 'refused', code: 'not_enabled' });
  expect(await client.account(randomUUID(), call)).toEqual({ kind: 'refused', code: 'user_not_found' });
});
