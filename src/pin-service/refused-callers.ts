import { isIPv6 } from 'node:net';

/** So many in a time. */
export interface Limit {
  most: number;
  perMs: number;
}

/** Addresses that are counted at a time: more would let a stranger fill the memory. */
const mostAddresses = 1_000;

/**
 * Counts each address's refused tokens. It only ever slows down answers to refused ones: behind a proxy everybody has
 * one address, and a good token must not be held up by strangers' bad ones. So it may forget at a restart, and the
 * address counted longest where there are too many.
 *
 * @returns how long the address should wait, or undefined while it is below the limit
 */
export function refusedCallers(
  { most, perMs }: Limit,
  nowMs: () => number,
): (address: string | undefined) => number | undefined {
  const counted = new Map<string, { since: number; refused: number }>();
  return (address = '') => {
    const now = nowMs();
    const key = networkOf(address);
    const earlier = counted.get(key);
    const count = earlier && now - earlier.since < perMs ? earlier : { since: now, refused: 0 };
    if (count !== earlier) {
      // The map's order is then that of their beginnings.
      counted.delete(key);
      const [oldest] = counted.keys();
      if (counted.size >= mostAddresses && oldest !== undefined) counted.delete(oldest);
      counted.set(key, count);
    }
    count.refused += 1;
    return count.refused > most ? count.since + perMs - now : undefined;
  };
}

/** An IPv6 customer has a /64 at least: each of its addresses is the same caller. */
function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
}
