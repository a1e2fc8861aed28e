/** What a duration on the command line should be. */
export const durationShape = 'should be a number with ms, s, m, h or d';

export const unexpectedWord = 'Every word should be an option, or the value behind one';

/**
 * What Node's `parseArgs` found wrong, in one line. A name is repeated where it was typed wrongly, a value never: an
 * address may hold a password.
 */
export function argumentFault(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const [, name = 'an option'] = /'(--?[\w-]+)/.exec(message) ?? [];
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `${name} is not known`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return `${name} should have a value behind it`;
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return unexpectedWord;
    default:
      throw error;
  }
}
