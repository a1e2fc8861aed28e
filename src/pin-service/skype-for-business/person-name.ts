/**
 * A user principal name as one person's: letters, digits and what else such a name may hold, and one at sign. Not the
 * wildcards, quotes and brackets that PowerShell or a directory's filter would read something into.
 */
const form = /^[\p{L}\p{M}\p{N}.!#^~_'’+-]{1,256}@[\p{L}\p{M}\p{N}.-]{1,255}$/u;

/** The name in small letters, or undefined where it is no user principal name: an object id, a display name, a pattern. */
export function principalName(userId: string): string | undefined {
  return userId.length <= 320 && form.test(userId) ? userId.toLowerCase() : undefined;
}

const sipForm = /^sip:[^\s@*?[\]"`$(){};|&<>\\]{1,256}@[^\s@*?[\]"`$(){};|&<>\\]{1,255}$/iu;

/** Whether it names one person exactly. */
export const isSipAddress = (text: string): boolean => sipForm.test(text);

/**
 * What a `LineURI` says (`tel:+442034201234;ext=1234`, RFC 3966): the number where it is a global one, and the extension.
 * A number without a plus is one that is only known inside: the extension, unless another is named.
 */
export function numbersOf(lineUri: string | null): { phoneNumber: string | null; extension: string | null } {
  const [, number = '', parameters = ''] = /^tel:([^;]*)(.*)$/i.exec(lineUri ?? '') ?? [];
  const digits = number.replace(/[-.() ]/g, '');
  const named = /;ext=([0-9]{1,15})(?:;|$)/i.exec(parameters)?.[1];
  const inside = /^[0-9]{1,15}$/.test(digits) ? digits : undefined;
  return {
    phoneNumber: /^\+[1-9][0-9]{1,14}$/.test(digits) ? digits : null,
    extension: named ?? inside ?? null,
  };
}
