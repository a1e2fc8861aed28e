import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPinService } from '../pin-service/run-service.ts';
import { ownPlace } from '../store/own-store.ts';
import { startBot } from './bot-process.ts';
import { startConnector } from './connector.ts';
import { somebody, teams } from './teams.ts';

/** The seed's people, by what is special about them. */
export const people = {
  ordinary: '0d5a6b3e-94c1-4f0a-8a57-2f6c1b7e0200',
  pinSet: '3c1e9f52-7d08-4b6e-9a41-5e0d83c20201',
  lockedForNow: '71b4d0c8-2a6f-4c93-b5e7-90f1a64d0202',
};

/** Bot, PIN service and connector, each as they are in real life, on loopback. */
export async function openHouse(
  options: {
    bot?: Record<string, string>;
    pinService?: Record<string, string>;
    /** What stands between the two: told where the service is, it says where the bot finds it. */
    between?: (pinServiceUrl: string) => Promise<string>;
  } = {},
) {
  const { dataDir, databaseUrl, databaseAccess, rows, remove } = await ownPlace();
  const pinService = await startPinService({ dataDir: join(dataDir, 'pins'), env: options.pinService ?? {} });
  const connector = await startConnector();
  const env: Record<string, string> = {
    DATA_DIR: dataDir,
    PIN_SERVICE_URL: options.between ? await options.between(pinService.url) : pinService.url,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...options.bot,
  };
  let bot = await startBot(env);
  return {
    dataDir,
    env,
    databaseAccess,
    rows,
    connector,
    pinService,
    bot: () => bot,
    async restart(signal: NodeJS.Signals, more: Record<string, string> = {}) {
      await bot.end(signal);
      bot = await startBot({ ...env, ...more });
    },
    /**
     * Until nothing that is due is owed any more: what earlier steps ask for is in the chat, and does not come once more.
     * A change under way is owed its outcome. `key` looks at one work alone.
     */
    async quiet(key?: string) {
      const which = () =>
        key === undefined ? `kind <> 'sweep' and due_at <= ${Date.now()}` : `key = '${key}'`;
      const owed = () => rows(`select key from due_work where parked is null and ${which()}`);
      while ((await owed()).length > 0) await delay(100);
    },
    person: (userId: string, authorization?: () => Promise<string>) =>
      teams(() => bot.url, connector.url, somebody(userId), authorization),
    async close() {
      await bot.end('SIGKILL');
      await pinService.kill();
      await connector.stop();
      await remove();
    },
  };
}
export type House = Awaited<ReturnType<typeof openHouse>>;
