/**
 * Loaded before the doctor: what the kernel would say of a disk that a test cannot have. `STATFS_TYPE` is the magic number
 * of its file system, `STATFS_FREE` the bytes that are free, `READ_ONLY` the end of a path that may not be written.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { STATFS_TYPE, STATFS_FREE, READ_ONLY } = process.env;

const { statfs } = promises;
promises.statfs = (async (path: string, options?: { bigint: true }) => {
  const told = await statfs(path);
  const type = STATFS_TYPE === undefined ? told.type : Number(STATFS_TYPE);
  // As a long with its sign, where the number has 32 bits.
  if (options?.bigint) return { ...told, type: BigInt.asUintN(64, BigInt(type | 0)) };
  return STATFS_FREE === undefined ? told : { ...told, bavail: Number(STATFS_FREE) / told.bsize };
}) as typeof promises.statfs;

const { accessSync } = fs;
fs.accessSync = (path, mode) => {
  if (READ_ONLY !== undefined && String(path).endsWith(READ_ONLY))
    throw Object.assign(new Error('made'), { code: 'EACCES' });
  accessSync(path, mode);
};
syncBuiltinESMExports();
