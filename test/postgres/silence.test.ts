import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startBot } from '../flow/bot-process.ts';
import { textOf } from '../flow/connector.ts';
import { type House, openHouse, people } from '../flow/house.ts';
import { somebody, teams } from '../flow/teams.ts';
import { readExposed, toldValue } from '../watch/exposed.ts';

let house: House;
let stop: () => Promise<unknown> = async () => {};
afterEach(async () => {
  await stop();
  await house.close();
});

/** A way to the database on which, told so, nothing comes through any more and nothing is closed. */
async function wayTo(url: string) {
  const target = new URL(url);
  const port = Number(target.port);
  let dark = false;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const other = connect(port, target.hostname);
    for (const [from, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {}).on('data', (chunk) => void (dark || to.write(chunk)));
      from.on('close', () => void (dark || to.destroy()));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  target.port = String((server.address() as AddressInfo).port);
  return {
    url: target.href,
    setDark(now: boolean) {
      dark = now;
      // What was sent into the dark is lost, as in a failover.
      if (!now) for (const socket of sockets) socket.destroy();
    },
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('a database that says nothing any more, and closes nothing', () => {
  it('costs an honest card, is told to those who watch, and is used again when it is back', {
    timeout: 180_000,
  }, async () => {
    house = await openHouse();
    const way = await wayTo(house.env.DATABASE_URL ?? '');
    const bot = await startBot({ ...house.env, DATABASE_URL: way.url, ADMIN_PORT: '0' });
    stop = async () => {
      way.stop();
      await bot.end('SIGKILL');
    };
    const robin = teams(() => bot.url, house.connector.url, somebody(people.ordinary));
    const told = async () => {
      const url = `http://127.0.0.1:${/"port":(\d+)/.exec(bot.log())?.[1]}/metrics`;
      // For so long Prometheus waits.
      return readExposed(await (await fetch(url, { signal: AbortSignal.timeout(10_000) })).text());
    };
    expect((await robin.say('help')).status).toBe(200);
    expect(toldValue(await told(), 'conference_pin_store_up')).toBe(1);
    way.setDark(true);
    const from = house.connector.sent.length;
    const turn = robin.say('status');
    await house.connector.waitFor((each) => textOf(each.activity).includes('went wrong'), from, 40_000);
    expect((await turn).status).toBe(200);
    const ready = await fetch(`${bot.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { store: 'down' }]);
    const dark = await told();
    expect(toldValue(dark, 'conference_pin_store_up')).toBe(0);
    expect(dark.get('conference_pin_due_work')?.series).toEqual([]);
    way.setDark(false);
    for (;;) {
      const { store } = (await (await fetch(`${bot.url}/readyz`)).json()) as { store: string };
      if (store === 'up') break;
    }
    await robin.say('reset my PIN');
    await house.connector.waitFor((each) => textOf(each.activity).includes('newPin'), from, 40_000);
    while (toldValue(await told(), 'conference_pin_store_up') !== 1);
  });
});
