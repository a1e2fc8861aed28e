/** The name and code of an error, which are nobody's text. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[\w-]{1,60}$/.test(code) ? code : error.name;
}
