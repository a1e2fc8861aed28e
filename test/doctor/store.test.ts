import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { placeOf } from '../../src/doctor/network-share.ts';
import { openStore } from '../../src/store/store.ts';
import { startBot } from '../flow/bot-process.ts';
import { closedPort, tcpPort } from '../pin/stand-in-service.ts';
import { deployment } from './deployment.ts';
import { ownFolder, runDoctor } from './run-doctor.ts';

const preload = new URL('./stand-ins/file-system.ts', import.meta.url).href;
/** The store's lines, on a disk that says this of itself. */
async function storeOn(own: Record<string, string>) {
  const dataDir = own.DATA_DIR ?? ownFolder();
  const env = { PORT: '0', DATA_DIR: dataDir, NODE_OPTIONS: `--import=${preload}`, ...own };
  const { code, about } = await runDoctor(env, [], ownFolder());
  return { code, lines: about('store'), dataDir };
}
const contentOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => [
      name,
      name.endsWith('.sqlite') ? readFileSync(join(folder, name)).toString('base64') : '',
    ]);

describe('SQLite', () => {
  it('in an empty folder is written and read, and nothing stays behind', async () => {
    const { lines, dataDir } = await storeOn({});
    expect(lines).toEqual([
      expect.stringMatching(/^fine {4}store: SQLite in \S+, written and read; \d+ MB free\.$/),
    ]);
    expect(lines[0]).toContain(dataDir);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('in a folder that is not there yet is tried, and the folder goes again', async () => {
    const parent = ownFolder();
    const { lines } = await storeOn({ DATA_DIR: join(parent, 'one', 'two') });
    expect(lines.join()).toMatch(/^fine {4}store: SQLite in \S+, written and read/);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('beside a bot that runs is seen to be its own, and the bot is not disturbed', async () => {
    const { env } = await deployment();
    const bot = await startBot(env);
    onTestFinished(async () => void (await bot.end('SIGKILL')));
    const before = contentOf(env.DATA_DIR!).map(([name]) => name);
    const { about } = await runDoctor(env);
    expect(about('store').join()).toMatch(
      /^fine {4}store: SQLite in \S+, which a running bot owns; a file beside its own was written and read; \d+ MB free\.$/,
    );
    expect(contentOf(env.DATA_DIR!).map(([name]) => name)).toEqual(before);
    expect(await (await fetch(`${bot.url}/readyz`)).json()).toMatchObject({ store: 'up' });
    expect(await bot.end('SIGTERM')).toBe(0);
  });

  it('of a bot that is stopped is left as it is, to the byte', async () => {
    const dataDir = ownFolder();
    await (await openStore({ dataDir })).close();
    const before = contentOf(dataDir);
    const { lines } = await storeOn({ DATA_DIR: dataDir });
    expect(lines.join()).toMatch(/^fine /);
    expect(contentOf(dataDir)).toEqual(before);
  });

  it('that a newer bot has been at work with is wrong', async () => {
    const dataDir = ownFolder();
    await (await openStore({ dataDir })).close();
    const file = new DatabaseSync(join(dataDir, 'pin-bot.sqlite'));
    file.exec("INSERT INTO kysely_migration VALUES ('999_later', '2030-01-01')");
    file.close();
    const { code, lines } = await storeOn({ DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(
        /^WRONG {3}store: a newer version of the bot has been at work there.* Deploy that version again/,
      ),
    ]);
  });

  it('that is no database is wrong', async () => {
    const dataDir = ownFolder();
    writeFileSync(join(dataDir, 'pin-bot.sqlite'), 'x'.repeat(8_192));
    const { lines } = await storeOn({ DATA_DIR: dataDir });
    expect(lines).toEqual([
      expect.stringMatching(
        /^WRONG {3}store: \S+pin-bot\.sqlite is damaged or no database of SQLite’s\. Stop the bot, and put/,
      ),
    ]);
  });

  it('in the place of which a file is cannot be written', async () => {
    const file = join(ownFolder(), 'file');
    writeFileSync(file, '');
    const { code, lines } = await storeOn({ DATA_DIR: file });
    expect(code).toBe(1);
    expect(lines.join()).toMatch(
      /^WRONG {3}store: DATA_DIR \(\S+file\) cannot be written \((EEXIST|ENOTDIR)\)\. Set it to a folder/,
    );
  });

  it('of which a file is another account’s is wrong', async () => {
    const dataDir = ownFolder();
    await (await openStore({ dataDir })).close();
    const { lines } = await storeOn({ DATA_DIR: dataDir, READ_ONLY: 'pin-bot.sqlite' });
    expect(lines.join()).toMatch(
      /^WRONG {3}store: \S+pin-bot\.sqlite may not be written by this account\. Give the folder .*\(chown -R\)/,
    );
  });

  it.each([
    ['20971520', /^WRONG {3}store: 20 MB are free on the disk of DATA_DIR\. Free some/],
    ['524288000', /^unsure {2}store: 500 MB are free/],
  ])('on a disk with %s bytes left is told', async (bytes, expected) => {
    const { lines } = await storeOn({ STATFS_FREE: bytes });
    expect(lines[0]).toMatch(expected);
  });
});

describe('PostgreSQL', () => {
  it('that says nothing, or refuses, is told without user and password', async () => {
    const silent = await tcpPort(() => {});
    for (const [host, code] of [
      [silent, 'ETIMEDOUT'],
      [await closedPort(), 'ECONNREFUSED'],
    ]) {
      const env = { PORT: '0', DATABASE_URL: `postgres://some-user:hush-hush@${host}/pins` };
      const { about, out } = await runDoctor(env, ['--within', '1s'], ownFolder());
      expect(about('store').join()).toMatch(
        new RegExp(`^WRONG   store: the database cannot be reached: .*\\(TCP, ${code}\\)\\. `),
      );
      expect(out).not.toMatch(/some-user|hush-hush/);
    }
  });
});

describe('SQLite on a network share', () => {
  it.each([
    ['NFS', 0x6969],
    ['SMB', 0x517b],
    ['SMB \\(CIFS\\)', 0xff534d42],
    ['SMB \\(CIFS\\)', 0xfe534d42],
    ['9p', 0x01021997],
    ['FUSE', 0x65735546],
  ])('is refused: %s', async (name, magic) => {
    const { code, lines, dataDir } = await storeOn({ STATFS_TYPE: String(magic) });
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(
        new RegExp(
          `^WRONG   store: refused: DATA_DIR \\(\\S+\\) is on a network share \\(${name}.*\\), where SQLite loses .* Set DATABASE_URL to a PostgreSQL`,
        ),
      ),
    ]);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('is refused in App Service’s /home, before anything is made there', async () => {
    const dataDir = '/home/conference-pin-bot-of-no-machine/data';
    const { code, lines } = await storeOn({ DATA_DIR: dataDir, WEBSITE_SITE_NAME: 'pins' });
    expect(code).toBe(1);
    expect(lines.join()).toMatch(/^WRONG {3}store: refused: .* \(App Service’s home, which is one\)/);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('is not what a local disk of App Service is: that is emptied instead', async () => {
    const { lines } = await storeOn({ WEBSITE_SITE_NAME: 'pins' });
    expect(lines[0]).toMatch(
      /^unsure {2}store: a local disk of App Service is emptied when the bot is started anew/,
    );
    expect(lines[1]).toMatch(/^fine /);
  });

  it.each([
    ['\\\\server\\share\\data', {}, 'share'],
    ['//server/share/data', {}, 'share'],
    ['C:\\bot\\data', { SystemDrive: 'C:' }, 'local'],
    ['c:\\bot\\data', { SystemDrive: 'C:' }, 'local'],
    ['Z:\\data', { SystemDrive: 'C:' }, 'unknown'],
    ['D:\\home\\data', { WEBSITE_SITE_NAME: 'pins' }, 'share'],
    ['D:\\local\\data', { WEBSITE_SITE_NAME: 'pins' }, 'passing'],
    ['C:\\home\\..data', { WEBSITE_SITE_NAME: 'pins' }, 'share'],
  ])('on Windows is told of by the path alone: %s', async (path, variables, kind) => {
    expect((await placeOf(path, variables, 'win32')).kind).toBe(kind);
  });

  it('cannot be told of on other systems', async () => {
    expect((await placeOf('data', {}, 'darwin')).kind).toBe('unknown');
  });
});
