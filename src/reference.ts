/** Crockford's base 32: no I, L, O or U (https://www.crockford.com/base32.html). */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 8;

/**
 * Makes a reference that a person can read out to the help desk, such as `K7QM-2F9D`: eight characters of
 * Crockford's base 32 in two groups. All 2^40 references are equally likely when `random` is uniform; being
 * unique is for whoever keeps them to see to.
 *
 * @param random gives that many random bytes, for example `node:crypto`'s `randomBytes`
 */
export function makeReference(random: (bytes: number) => Uint8Array): string {
  const bytes = random(length);
  if (bytes.length !== length) throw new RangeError('the source of randomness gave another number of bytes');
  // 256 is a multiple of 32, so that the lowest five bits of a uniform byte are uniform.
  return grouped(Array.from(bytes, (byte) => digits.charAt(byte & 31)).join(''));
}

/**
 * Reads a reference as people type it: either case, `O` for 0, `I` and `L` for 1 (as Crockford decodes them),
 * the dash missing or some other dash or space. Returns it as {@link makeReference} writes it, or undefined
 * when the text is no reference.
 */
export function normaliseReference(text: string): string | undefined {
  const typed = /^([\dA-Za-z]{4})[\s\p{Pd}]?([\dA-Za-z]{4})$/u.exec(text.trim());
  if (!typed) return undefined;
  const read = `${typed[1]}${typed[2]}`.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return [...read].every((character) => digits.includes(character)) ? grouped(read) : undefined;
}

function grouped(characters: string): string {
  return `${characters.slice(0, length / 2)}-${characters.slice(length / 2)}`;
}
