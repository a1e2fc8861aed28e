/**
 * What may be logged of an error: its name, code and the frames of its stack. Not its message and not its properties: a
 * message may quote what was typed, and a connector's error carries the activity.
 */
export function faultFields(error: unknown): object {
  if (!(error instanceof Error)) return { fault: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const cause = error.cause instanceof Error ? { cause: faultFields(error.cause) } : {};
  return {
    fault: error.name,
    code: (error as { code?: unknown }).code,
    at: frames.slice(0, 6).map((line) => line.trim()),
    ...cause,
  };
}
