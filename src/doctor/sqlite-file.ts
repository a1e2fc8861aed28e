import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { lockFile } from '../store/file-lock.ts';
import { nameOf } from './fault-name.ts';
import { type Finding, unsure, wrong } from './finding.ts';
import { judgeMigrations } from './migrations.ts';

const about = 'store';
const notADatabase = 26;
const corrupt = 11;

/** Whether a bot runs on this folder. Makes no file. */
export function hasOwner(dataDir: string): boolean {
  const file = join(dataDir, 'owner.lock');
  if (!existsSync(file)) return false;
  const lock = lockFile(file);
  lock?.close();
  return lock === undefined;
}

/** What is wrong with the bot's own file, which is only looked at. */
export function wrongsOfFile(dataDir: string, owned: boolean): Finding[] {
  const file = join(resolve(dataDir), 'pin-bot.sqlite');
  if (!existsSync(file)) return [];
  const locked = [dataDir, file, `${file}-wal`, `${file}-shm`, join(dataDir, 'owner.lock')].filter(
    isReadOnly,
  );
  if (locked.length > 0) {
    return [
      wrong(
        about,
        `${locked.join(', ')} may not be written by this account`,
        'Give the folder and all in it to the account that the bot runs as (chown -R). They may have been made when it was run as another, such as root.',
      ),
    ];
  }
  return [...strangersFolder(dataDir), ...wrongsWithin(file, owned)];
}

function isReadOnly(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

function strangersFolder(dataDir: string): Finding[] {
  const owner = statSync(dataDir).uid;
  const own = process.getuid?.() ?? owner;
  if (owner === own) return [];
  return [
    unsure(
      about,
      `this was run by the account of number ${own}, and ${dataDir} is number ${owner}’s: what that one may write is not known`,
      'Run this as the account that the bot runs as.',
    ),
  ];
}

function wrongsWithin(file: string, owned: boolean): Finding[] {
  try {
    const database = openReadOnly(file, owned);
    try {
      const rows = database.prepare('SELECT name FROM kysely_migration ORDER BY name').all();
      return judgeMigrations(rows.map(({ name }) => String(name)));
    } finally {
      database.close();
    }
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    if (errcode === notADatabase || errcode === corrupt) {
      return [
        wrong(
          about,
          `${file} is damaged or no database of SQLite’s`,
          'Stop the bot, and put a copy from a backup in its place, or move it away to begin anew.',
        ),
      ];
    }
    // Node 22.15 is the first that takes an address.
    const why = nameOf(error) === 'ERR_INVALID_ARG_TYPE' ? 'this Node is too old for it' : nameOf(error);
    return [unsure(about, `${file} could not be looked into (${why})`)];
  }
}

/** Beside no bot a reader would leave files behind that may be another account's: "immutable" makes none. */
function openReadOnly(file: string, owned: boolean): DatabaseSync {
  if (owned) return new DatabaseSync(file, { readOnly: true });
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}
