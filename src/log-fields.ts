/**
 * What may be logged of an error: its name, code and the frames of its stack. Not its message and not its properties: a
 * message may quote what was typed, and a connector's error carries the activity.
 */
export function faultFields(error: unknown): object {
  if (!(error instanceof Error)) return { fault: typeof error };
  // A message of several lines may look like frames.
  const { stack = '', message } = error;
  const from = stack.includes(message) ? stack.indexOf(message) + message.length : 0;
  const frames = stack
    .slice(from)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  const cause = error.cause instanceof Error ? { cause: faultFields(error.cause) } : {};
  return {
    fault: error.name,
    code: (error as { code?: unknown }).code,
    at: frames.slice(0, 6).map((line) => line.trim()),
    ...cause,
  };
}
