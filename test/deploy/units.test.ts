import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { exampleValues } from '../docs/documents.ts';
import { root, seconds, text, unitOf } from './files.ts';

const bot = unitOf('deploy/systemd/conference-pin-bot.service');
const pinService = unitOf('deploy/systemd/pin-service.service');
const guide = text('docs/deployment.md');
const settings = exampleValues(text('.env.example'));

const only = (unit: Map<string, string[]>, name: string): string => {
  const values = unit.get(name) ?? [];
  expect(values, name).toHaveLength(1);
  return values[0] ?? '';
};
/** What the unit puts into the environment. */
const environmentOf = (unit: Map<string, string[]>): Map<string, string> =>
  new Map((unit.get('Environment') ?? []).map((each) => each.split('=') as [string, string]));

describe.each([
  ['the bot', bot, 'conference-pin-bot', 'src/main.ts', 'DATA_DIR'],
  ['the PIN service', pinService, 'pin-service', 'src/pin-service/main.ts', 'PIN_SERVICE_DATA_DIR'],
] as const)('the unit of %s', (_what, unit, name, source, dataDir) => {
  it('starts the build by node itself, so that SIGTERM arrives', () => {
    const [program, file, ...more] = only(unit, 'ExecStart').split(' ');
    expect([program, more]).toEqual(['node', []]);
    expect(file?.replace(/^dist\/(.*)\.js$/, 'src/$1.ts')).toBe(source);
    expect(existsSync(join(root, source))).toBe(true);
  });

  it('has an account, a folder for its data and a file of settings of its own', () => {
    expect(only(unit, 'User')).toBe(name);
    expect(only(unit, 'StateDirectory')).toBe(name);
    expect(only(unit, 'StateDirectoryMode')).toBe('0700');
    expect(only(unit, 'EnvironmentFile')).toBe(`/etc/${name}/env`);
    expect(environmentOf(unit).get(dataDir)).toBe(`/var/lib/${name}`);
    for (const told of [`/etc/${name}/env`, `/var/lib/${name}`])
      expect(guide.includes(told), told).toBe(true);
  });

  it('sets what is a setting', () => {
    const names = [...environmentOf(unit).keys()];
    expect(names).toContain('NODE_ENV');
    expect(names.filter((each) => !settings.has(each))).toEqual([]);
  });

  it('is run from where the guide puts it, is started again, and for ever', () => {
    expect(guide.includes(` ${only(unit, 'WorkingDirectory')}\n`)).toBe(true);
    expect(only(unit, 'Restart')).toBe('on-failure');
    expect(only(unit, 'StartLimitIntervalSec')).toBe('0');
  });

  it('may do next to nothing, and leaves no memory behind', () => {
    const bounds = {
      NoNewPrivileges: 'yes',
      ProtectSystem: 'strict',
      ProtectHome: 'yes',
      PrivateTmp: 'yes',
      CapabilityBoundingSet: '',
      LimitCORE: '0',
      MemorySwapMax: '0',
      UMask: '0077',
    };
    for (const [bound, value] of Object.entries(bounds)) expect(only(unit, bound), bound).toBe(value);
    // V8 writes code and runs it.
    expect([...unit.keys()]).not.toContain('MemoryDenyWriteExecute');
  });
});

describe('the units', () => {
  it('have the same bounds', () => {
    const own =
      /^(Description|After|User|Group|EnvironmentFile|Environment|StateDirectory|ExecStart|TimeoutStopSec)$/;
    const bounds = (unit: Map<string, string[]>) => [...unit].filter(([name]) => !own.test(name));
    expect(bounds(bot).length).toBeGreaterThan(30);
    expect(bounds(pinService)).toEqual(bounds(bot));
  });

  it('give the bot longer to stop than it takes at most', () => {
    const stopTimeoutS = readSettings({}).stopTimeoutMs / 1000;
    expect(seconds(only(bot, 'TimeoutStopSec'))).toBeGreaterThanOrEqual(stopTimeoutS + 5);
    expect(guide.includes(`\`TimeoutStopSec=${only(bot, 'TimeoutStopSec')}\``)).toBe(true);
  });
});
