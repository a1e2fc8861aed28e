import { afterEach, describe, expect, it } from 'vitest';
import { startBot } from './bot-process.ts';
import { type House, openHouse } from './house.ts';

let house: House;
afterEach(() => house.close());

describe('a data folder', () => {
  it('has one owner: a second bot waits for a while, then says why it cannot start', async () => {
    house = await openHouse();
    const second = startBot({ DATA_DIR: house.dataDir, STOP_TIMEOUT: '1s' });
    await expect(second).rejects.toThrow(/ended with 1: [\s\S]*The data folder is in use by another bot/);
    expect((await fetch(`${house.bot().url}/healthz`)).status).toBe(200);
  });

  it('goes to the second where the first stops meanwhile', async () => {
    house = await openHouse();
    const second = startBot({ DATA_DIR: house.dataDir, PIN_SERVICE_URL: house.pinService.url });
    await house.bot().end('SIGTERM');
    const bot = await second;
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
    await bot.end('SIGKILL');
  });
});
