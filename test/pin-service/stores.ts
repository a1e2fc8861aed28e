import { onTestFinished } from 'vitest';
import { parseDuration } from '../../src/duration.ts';
import type { SeedPerson } from '../../src/pin-service/embedded/seed-form.ts';
import { contractClient } from './contract.ts';
import { startPinService } from './run-service.ts';
import { serviceWith, temporaryDir } from './seed-file.ts';
import { type PoolOptions, startPool } from './skype-for-business/stand-in-pool.ts';

/** Whether a PIN was set by the change that ended like this. */
type WasSet = (one: SeedPerson, pin: string, end: { changedAt?: string }) => Promise<boolean>;

/** The stores behind the contract. Each opens a service with these people, and with changes as slow as `PIN_SERVICE_DELAY` says. */
export const stores = [
  {
    store: 'the embedded store',
    open: async (people: SeedPerson[], env: Record<string, string> = {}) => {
      const service = await serviceWith(people, env);
      const wasSet: WasSet = async ({ id }, _pin, { changedAt }) =>
        changedAt !== undefined && (await service.ask.account(id)).body.pinChangedAt >= changedAt;
      return { ...service, nameOf: ({ id }: SeedPerson) => id, wasSet };
    },
  },
  { store: 'a pool', open: slowPool },
];

async function slowPool(people: SeedPerson[], env: Record<string, string> = {}) {
  const { PIN_SERVICE_DELAY: delay, ...others } = env;
  // The server tells nobody's lock from another's: that a change must not lift one is the operator's to say.
  const unlock = people.some(({ locked }) => locked === 'administrator') ? 'never' : 'yes';
  const service = await poolWith(people, { SFB_UNLOCK: unlock, SFB_CALL_TIMEOUT: '2h', ...others });
  if (delay === '1h') service.pool.hold('set');
  else if (delay !== undefined) {
    const ms = parseDuration(delay) ?? 0;
    const slow = { do: 'set', kind: 'delay', ms } as const;
    service.pool.weather.push(...Array.from({ length: 50 }, () => slow));
  }
  return service;
}

/** The service before a pool of these people. `ask` knows them by their object id too, which a pool does not. */
export async function poolWith(
  people: SeedPerson[],
  env: Record<string, string> = {},
  options: PoolOptions = {},
) {
  const pool = await startPool(people, options);
  onTestFinished(() => pool.stop());
  const dataDir = temporaryDir();
  const names = new Map(people.map(({ id, userPrincipalName }) => [id, userPrincipalName]));
  const nameOf = (person: SeedPerson) => person.userPrincipalName;
  const start = async (more: Record<string, string> = {}) => {
    const service = await startPinService({ dataDir, env: { ...pool.env, ...env, ...more } });
    onTestFinished(() => service.kill());
    const client = contractClient(service.url);
    const put: typeof client.put = (userId, ...rest) => client.put(names.get(userId) ?? userId, ...rest);
    const account: typeof client.account = (userId) => client.account(names.get(userId) ?? userId);
    return { ...service, ask: { ...client, account, put } };
  };
  const wasSet: WasSet = async ({ userPrincipalName }, pin) =>
    pool.applied.some((each) => each.upn === userPrincipalName && each.pin === pin);
  return { ...(await start()), start, dataDir, pool, nameOf, wasSet };
}
