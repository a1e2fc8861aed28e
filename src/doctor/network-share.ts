import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, posix, win32 } from 'node:path';

/** Where a folder is kept. `unknown` and `passing` (emptied at a restart) say why. */
export type Place = { kind: 'local' } | { kind: 'share' | 'unknown' | 'passing'; what: string };

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What statfs(2) tells of a file system that is another machine's, or that a program stands behind. Linux's
 * `include/uapi/linux/magic.h`, and those of Lustre and FUSE from statfs(2).
 */
const shares: Record<string, string> = {
  '6969': 'NFS',
  '517b': 'SMB',
  ff534d42: 'SMB (CIFS)',
  fe534d42: 'SMB (CIFS)',
  '1021997': '9p, such as a folder of the host’s in a virtual machine',
  '65735546': 'FUSE, such as sshfs, blobfuse or a folder of the host’s',
  '5346414f': 'AFS',
  '73757245': 'Coda',
  c36400: 'Ceph',
  '564c': 'NCP',
  bd00bd0: 'Lustre',
  '1161970': 'GFS2',
  '7461636f': 'OCFS2',
};

/** Whether SQLite may be kept in this folder, which need not be there yet. */
export async function placeOf(
  folder: string,
  variables: Variables,
  platform: NodeJS.Platform = process.platform,
): Promise<Place> {
  const paths = platform === 'win32' ? win32 : posix;
  const path = paths.resolve(folder);
  const cloud = ofAppService(path, variables, paths);
  if (cloud) return cloud;
  if (platform === 'win32') return onWindows(path, variables);
  if (platform !== 'linux') return { kind: 'unknown', what: 'this system does not say what it is kept on' };
  const { type } = await statfs(nearest(path), { bigint: true });
  // Some of them are written with their sign.
  const share = shares[(type & 0xffff_ffffn).toString(16)];
  if (share) return { kind: 'share', what: share };
  return variables.CONTAINER_APP_NAME ? { kind: 'passing', what: 'Container Apps' } : { kind: 'local' };
}

/** {@link https://learn.microsoft.com/azure/app-service/operating-system-functionality App Service’s file system} */
function ofAppService(
  path: string,
  { WEBSITE_SITE_NAME }: Variables,
  paths: typeof posix,
): Place | undefined {
  if (!WEBSITE_SITE_NAME) return undefined;
  const homes = paths === win32 ? ['C:\\home', 'D:\\home'] : ['/home'];
  return homes.some((home) => isWithin(path, home, paths))
    ? { kind: 'share', what: 'App Service’s home, which is one' }
    : { kind: 'passing', what: 'App Service' };
}

function isWithin(path: string, folder: string, { relative, isAbsolute, sep }: typeof posix): boolean {
  const way = relative(folder, path);
  return way.split(sep)[0] !== '..' && !isAbsolute(way);
}

function onWindows(path: string, { SystemDrive = 'C:' }: Variables): Place {
  if (path.startsWith('\\\\')) return { kind: 'share', what: 'a path of another machine’s' };
  const systems = path.slice(0, 2).toUpperCase() === SystemDrive.toUpperCase();
  return systems
    ? { kind: 'local' }
    : { kind: 'unknown', what: 'its drive may be mapped to another machine’s' };
}

/** The folder, or the next one above it that is there. */
export function nearest(path: string): string {
  const above = dirname(path);
  return existsSync(path) || above === path ? path : nearest(above);
}
