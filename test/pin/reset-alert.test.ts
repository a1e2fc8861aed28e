import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchChanges } from '../../src/pin/reset-alert.ts';
import { type OwnReset, openReset } from './own-reset.ts';

let reset: OwnReset;
beforeEach(async () => {
  reset = await openReset(() => ({ kind: 'applied', changedAt: new Date(Date.UTC(2026, 10, 24, 9)) }));
  reset.parts.resetAlert.most = 3;
});
afterEach(() => reset.close());

async function change() {
  const { id } = await reset.ask();
  await reset.submit(id);
  const attempt = await reset.store.attempts.find(id);
  // The watching that the submission began may not have ended; watching again is the same.
  if (attempt) await watchChanges(reset.parts, attempt);
  return attempt?.reference;
}

describe('more changes in all than a company makes', () => {
  it('raise the alert at the one that reaches it, once', async () => {
    await change();
    await change();
    expect(reset.alerts).toEqual([]);
    const third = await change();
    await change();
    expect(reset.alerts).toEqual([third]);
    expect(await reset.rows("select event from attempt_events where event = 'alert'")).toHaveLength(1);
  });

  it('raise none where they are spread over a longer time', async () => {
    for (let nth = 0; nth < 4; nth += 1) {
      await change();
      reset.pass(reset.parts.resetAlert.perMs / 2);
    }
    expect(reset.alerts).toEqual([]);
  });

  it('raise none where they were not made', async () => {
    reset.answerWith(() => ({ kind: 'rejected', code: 'failed' }));
    for (let nth = 0; nth < 4; nth += 1) await change();
    expect(reset.alerts).toEqual([]);
  });

  it('raise it again in a later time', async () => {
    reset.parts.resetLimit.most = 100;
    for (let nth = 0; nth < 3; nth += 1) await change();
    reset.pass(2 * reset.parts.resetAlert.perMs);
    for (let nth = 0; nth < 3; nth += 1) await change();
    expect(reset.alerts).toHaveLength(2);
  });
});
