import { createHmac, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** 32 MiB and some 50 ms a hash. The pepper, not the cost, is what protects so few digits. */
const costExponent = 15;
const blockSize = 8;
const parallelism = 1;
const keyBytes = 32;

/** Hashes a PIN with a salt of its own: `scrypt$15$8$1$<salt>$<hash>`, the cost kept beside it. */
export async function hashPin(pin: string, pepper: Buffer, salt = randomBytes(16)): Promise<string> {
  return written(costExponent, salt, await derive(peppered(pin, pepper), salt, costExponent));
}

/** The hash of a PIN that nobody knows: no PIN is found to be its. */
export const hashOfNone = (): string => written(1, randomBytes(16), randomBytes(keyBytes));

const written = (exponent: number, salt: Buffer, key: Buffer): string =>
  ['scrypt', exponent, blockSize, parallelism, salt.toString('base64url'), key.toString('base64url')].join(
    '$',
  );

/** Whether `hash` was made of this PIN with this pepper. */
export async function isHashOf(pin: string, pepper: Buffer, hash: string): Promise<boolean> {
  const [, exponent, , , salt = '', expected = ''] = hash.split('$');
  const key = await derive(peppered(pin, pepper), Buffer.from(salt, 'base64url'), Number(exponent));
  return timingSafeEqual(key, Buffer.from(expected, 'base64url'));
}

function peppered(pin: string, pepper: Buffer): Buffer {
  return createHmac('sha256', pepper).update(pin).digest();
}

function derive(secret: Buffer, salt: Buffer, exponent: number): Promise<Buffer> {
  const cost: ScryptOptions = { N: 2 ** exponent, r: blockSize, p: parallelism, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, keyBytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
