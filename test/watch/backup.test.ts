import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardIn, textOf } from '../flow/connector.ts';
import { type House, openHouse, people } from '../flow/house.ts';
import { actionData } from '../flow/teams.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const [, commands = ''] = /### Backup of SQLite\n[\s\S]*?```sh\n([\s\S]*?)```/.exec(page) ?? [];

let house: House;
let backup: string;
beforeAll(async () => {
  house = await openHouse();
  backup = join(house.dataDir, 'pin-bot-backup.sqlite');
});
afterAll(() => house.close());

/** The commands of the page, in this bot's folder. */
const backUp = () =>
  promisify(execFile)('sh', ['-ec', commands.replace('data/pin-bot.sqlite', 'pin-bot.sqlite')], {
    cwd: house.dataDir,
  });
async function ask() {
  const from = house.connector.sent.length;
  await house.person(people.ordinary).say('reset my PIN');
  return house.connector.waitFor((each) => textOf(each.activity).includes('newPin'), from);
}

describe('the backup of SQLite, as the page says it', () => {
  it('is made beside the bot, for its account alone, and never over an older one', async () => {
    const shown = await ask();
    await backUp();
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    await expect(backUp()).rejects.toThrow('output file already exists');
    // The bot was not held up, and goes on.
    expect((await ask()).activityId).not.toBe(shown.activityId);
  });

  it('is the store as it was then, from which the bot goes on', async () => {
    const [shown] = house.connector.sent.filter((each) => textOf(each.activity).includes('newPin'));
    await house.bot().end('SIGTERM');
    for (const end of ['', '-wal', '-shm']) {
      const file = join(house.dataDir, `pin-bot.sqlite${end}`);
      await rename(file, `${file}.old`).catch(() => undefined);
    }
    await rename(backup, join(house.dataDir, 'pin-bot.sqlite'));
    await house.restart('SIGTERM');
    expect(await house.rows('select state from attempts')).toEqual([{ state: 'shown' }]);
    const data = { ...actionData(cardIn(shown!), 'setPin'), newPin: '739146', repeatPin: '739146' };
    await house.person(people.ordinary).execute(shown!.activityId, data);
    await house.connector.waitFor((each) => textOf(each.activity).includes('Your PIN is changed'));
  });
});

it('the file alone, copied, would be none: what was written last stands beside it', async () => {
  expect(page).toContain('**A copy of `pin-bot.sqlite` alone is no backup**');
  const young = await openHouse();
  try {
    await young.person(people.ordinary).say('reset my PIN');
    const { size } = await stat(join(young.dataDir, 'pin-bot.sqlite-wal'));
    expect(size).toBeGreaterThan((await stat(join(young.dataDir, 'pin-bot.sqlite'))).size);
  } finally {
    await young.close();
  }
});
