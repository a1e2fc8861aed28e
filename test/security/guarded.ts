import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { openHouse } from '../flow/house.ts';
import { registered } from '../flow/registered.ts';
import { somebody } from '../flow/teams.ts';

/** A person of this tenant, or of another one. */
export const strangerTenant = '9e0c2c52-6a1f-4a0e-9f0d-3d6b1a2c4e51';

/** What an attacker would look for in an answer: where code stands, and the names that it goes by. */
const internalText = /\bat \S+:\d+|node_modules|\.ts\b|Error\b|stack|zod|restify|sqlite|kysely|\/src\//i;

/** The bot with a registration, and what may not happen where it refuses something. */
export async function openGuardedHouse(
  more: { bot?: Record<string, string>; pinService?: Record<string, string> } = {},
  prepare: (registration: Awaited<ReturnType<typeof registered>>) => void = () => {},
) {
  const registration = await registered();
  prepare(registration);
  const house = await openHouse({ ...more, bot: { ...registration.env, ...more.bot } });
  const { tenantId } = somebody('x');

  /** Every row of every table, but for the sweep, which comes by itself. */
  async function state(): Promise<Record<string, unknown[]>> {
    const tables = await house.rows<{ name: string }>(
      "select name from sqlite_master where type = 'table' order by name",
    );
    const all: Record<string, unknown[]> = {};
    for (const { name } of tables)
      all[name] = await house.rows(
        name === 'due_work' ? "select * from due_work where kind <> 'sweep'" : `select * from "${name}"`,
      );
    return all;
  }

  /** What the PIN service was asked to change: every row of it. */
  function changes(): unknown[] {
    const file = new DatabaseSync(join(house.dataDir, 'pins', 'pin-service.db'), { readOnly: true });
    try {
      return [...file.prepare('select * from change').all(), ...file.prepare('select * from pin').all()];
    } finally {
      file.close();
    }
  }

  const lives = async () => (await fetch(`${house.bot().url}/healthz`)).status === 200;

  return {
    ...house,
    registration,
    tenantId,
    state,
    changes,
    /** Speaks with the channel's token for this serviceUrl, or for the connector's. */
    guest: (userId: string, serviceUrl?: () => string) =>
      house.person(
        userId,
        registration.authorization(() => serviceUrl?.() ?? house.connector.url),
      ),
    /** A header with the channel's token. */
    authorization: async () => `Bearer ${await registration.authorization(() => house.connector.url)()}`,
    lives,
    /** It answers with this status and not a word, keeps nothing, sends nothing, and lives. */
    async expectRefused(
      act: () => Promise<{ status: number; text: string }>,
      ...statuses: number[]
    ): Promise<void> {
      const before = await state();
      const sent = house.connector.raw.length;
      const changed = changes();
      const { status, text } = await act();
      expect({ status, text }).toEqual({
        status: statuses.includes(status) ? status : statuses[0],
        text: '',
      });
      expect(await state()).toEqual(before);
      expect(house.connector.raw.length).toBe(sent);
      expect(changes()).toEqual(changed);
      expect(await lives()).toBe(true);
    },
    /** It is answered without a fault and without internal text. */
    async expectAnswered(act: () => Promise<{ status: number; text: string }>): Promise<string> {
      const { status, text } = await act();
      expect(status).toBe(200);
      expect(text).not.toMatch(internalText);
      expect(await lives()).toBe(true);
      return text;
    },
    /** The log tells of no fault: what was refused was refused on purpose. */
    expectNoFault(): void {
      const faults = house
        .bot()
        .log()
        .split('\n')
        .filter((line) => /"level":(50|60|"fatal")/.test(line));
      expect(faults).toEqual([]);
    },
    async close() {
      await house.close();
      await registration.stop();
    },
  };
}
export type GuardedHouse = Awaited<ReturnType<typeof openGuardedHouse>>;
