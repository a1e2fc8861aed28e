/** What is read of a message, in UTF-16 units. Nobody asks for a PIN in more, and it bounds the work. */
export const readLength = 2_000;

/**
 * A Teams message as a person sees it, in one spelling: without mentions and markup, entities decoded, in lower
 * case, compatibility forms and accents folded (a full-width or non-breaking character reads as its plain one),
 * invisible characters dropped. Reads the first {@link readLength} units and returns no more than that many.
 */
export function plainText(message: string): string {
  return (
    decodeEntities(
      message
        .slice(0, readLength)
        .replace(/<at\b[^<>]*>[^<]*<\/at>/gi, ' ')
        .replace(/<\/?[a-z][^<>]*>/gi, ' '),
    )
      // No text for every store, and nothing that anybody sees.
      .replaceAll('\0', '')
      .normalize('NFKD')
      .replace(folded, '')
      .toLowerCase()
      .replace(/[łøßæœđıð]/gu, (letter) => plainLetters[letter] ?? letter)
      .slice(0, readLength)
  );
}

/** Letters that are no letter with an accent, and are written without one all the same by whoever has no such key. */
const plainLetters: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  ı: 'i',
};

/** Accents, what makes an emoji of a sign, and what nobody sees. The vowels and tones of Thai are marks too, and stay. */
const folded = /[\u0300-\u036f\ufe00-\ufe0f\u20e3\p{Cf}]/gu;

const namedEntities: Record<string, string> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi,
    (entity: string, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return namedEntities[name.toLowerCase()] ?? entity;
      const codePoint = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
      return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : entity;
    },
  );
}
