import { statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { nameOf } from './fault-name.ts';
import { type Finding, fine, unsure, wrong } from './finding.ts';
import { nearest, type Place, placeOf } from './network-share.ts';
import { hasOwner, wrongsOfFile } from './sqlite-file.ts';
import { probeSqlite } from './sqlite-probe.ts';

const about = 'store';
const fullBytes = 100 * 1024 ** 2;
const scarceBytes = 1024 ** 3;

/** The embedded store, beside a bot that runs or without one. */
export async function lookAtSqlite(
  dataDir: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const place = await placeOf(dataDir, variables);
  if (place.kind === 'share') {
    return [
      wrong(
        about,
        `refused: DATA_DIR (${dataDir}) is on a network share (${place.what}), where SQLite loses what is written`,
        'Set DATABASE_URL to a PostgreSQL database, or DATA_DIR to a local disk that outlives a restart.',
      ),
    ];
  }
  try {
    const owned = hasOwner(dataDir);
    const wrongs = wrongsOfFile(dataDir, owned);
    probeSqlite(dataDir);
    const free = await freeBytes(dataDir);
    return [...wrongs, ...doubtsOf(place), ...scarcity(free), ...good(wrongs, dataDir, owned, free)];
  } catch (error) {
    return [unwritable(dataDir, error)];
  }
}

function good(wrongs: Finding[], dataDir: string, owned: boolean, free: number): Finding[] {
  if (wrongs.some(({ verdict }) => verdict === 'wrong')) return [];
  const whose = owned ? ', which a running bot owns; a file beside its own was' : ',';
  return [fine(about, `SQLite in ${dataDir}${whose} written and read; ${megabytes(free)} free`)];
}

function doubtsOf(place: Place): Finding[] {
  switch (place.kind) {
    case 'passing':
      return [
        unsure(
          about,
          `a local disk of ${place.what} is emptied when the bot is started anew: reminders and the audit go with it`,
          'Set DATABASE_URL to a PostgreSQL database.',
        ),
      ];
    case 'unknown':
      return [
        unsure(
          about,
          `whether DATA_DIR is on a network share cannot be told: ${place.what}`,
          'SQLite must be on a local disk. Otherwise set DATABASE_URL.',
        ),
      ];
    default:
      return [];
  }
}

async function freeBytes(dataDir: string): Promise<number> {
  const { bavail, bsize } = await statfs(nearest(resolve(dataDir)));
  return bavail * bsize;
}

function scarcity(free: number): Finding[] {
  if (free >= scarceBytes) return [];
  const what = `${megabytes(free)} are free on the disk of DATA_DIR`;
  const mend = 'Free some, or set DATA_DIR to another disk: on a full one the bot can take no form.';
  return [free < fullBytes ? wrong(about, what, mend) : unsure(about, what, mend)];
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 ** 2)} MB`;

function unwritable(dataDir: string, error: unknown): Finding {
  if ((error as { code?: unknown }).code === 'STORE_NOT_DURABLE') {
    return wrong(
      about,
      `what is written to DATA_DIR (${dataDir}) is not sure to be kept: its file system has not what SQLite needs`,
      'Set DATA_DIR to a local disk, or DATABASE_URL to a PostgreSQL database.',
    );
  }
  return wrong(
    about,
    `DATA_DIR (${dataDir}) cannot be written (${nameOf(error)})`,
    'Set it to a folder that the bot’s account may write in, on a disk with space.',
  );
}
