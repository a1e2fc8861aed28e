import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SeedPerson } from '../../src/pin-service/embedded/seed-form.ts';
import { contractClient } from './contract.ts';
import { startPinService } from './run-service.ts';

/** A folder that is gone after the test. */
export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'pin-service-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** An ordinary person with ids of their own; `own` says what is not ordinary. */
export function person(own: Partial<SeedPerson> = {}): SeedPerson {
  const id = randomUUID();
  return {
    id,
    userPrincipalName: `p-${id}@contoso.example`,
    displayName: 'Test Person',
    phoneNumber: '+14105550131',
    extension: '0131',
    ...own,
  };
}

/** A service with these people, and a way to start it again on the same data. It ends with the test. */
export async function serviceWith(people: SeedPerson[], env: Record<string, string> = {}) {
  const dir = temporaryDir();
  const seedFile = join(dir, 'seed.json');
  writeFileSync(seedFile, JSON.stringify(people));
  const dataDir = join(dir, 'data');
  const start = async (more: Record<string, string> = env) => {
    const service = await startPinService({ dataDir, env: { PIN_SERVICE_SEED: seedFile, ...more } });
    onTestFinished(() => service.kill());
    return {
      ...service,
      ask: contractClient(service.url),
      /** Asks with such an `Authorization`, or none. */
      as: (authorization?: string) => contractClient(service.url, authorization ? { authorization } : {}),
    };
  };
  return { ...(await start()), start, dataDir };
}
