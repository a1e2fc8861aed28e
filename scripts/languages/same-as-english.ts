/** Texts that may stand as they do in English, and why. */
interface Same {
  keys: RegExp;
  why: string;
}

const everywhere: Same[] = [
  { keys: /^phones\.(?!other\.)\w+\.models$/, why: 'names of products' },
  { keys: /^phones\.(?!other\.)\w+\.path$/, why: 'what stands in the menus of phones' },
];

/** A word that happens to be the same in both, by language. */
export const sameIn: Record<string, Record<string, string>> = {
  da: {
    reference: 'Danish calls it reference too',
    'action.sendTicket': 'to send is send in Danish too',
  },
  de: { 'ticket.codes': 'German calls them Codes too' },
  es: { 'status.set.no': 'no is no', 'status.locked.no': 'no is no' },
  it: { 'status.set.no': 'no is no', 'status.locked.no': 'no is no' },
  nl: {
    'action.help': 'Dutch calls it help too',
    'help.title': 'Dutch calls it help too',
    'ticket.codes': 'Dutch calls them codes too',
  },
};

/** Names that are not translated: words of English within them say nothing of the text around them. */
const names = [
  'Skype for Business',
  'Windows Hello',
  'Microsoft Teams',
  'PIN Authentication',
  'Switch User',
  'Sign In',
];

export function mayBeEnglish(language: string, key: string): boolean {
  return everywhere.some(({ keys }) => keys.test(key)) || Object.hasOwn(sameIn[language] ?? {}, key);
}

export function withoutNames(text: string): string {
  return names.reduce((rest, name) => rest.replaceAll(new RegExp(name, 'gi'), ' · '), text);
}
