import { pino } from 'pino';

/**
 * All that a line may hold besides its words: ids, kinds, codes, counts and durations. Never a text that somebody typed, a
 * name, a card's value, a token or a whole activity. What is not on this list is left out, so that a careless call can
 * give nothing away.
 */
export const fieldNames = [
  'at',
  'attempts',
  'call',
  'cause',
  'code',
  'deskEvents',
  'dialogs',
  'did',
  'durationMs',
  'fault',
  'formsClosed',
  'key',
  'kind',
  'most',
  'outcome',
  'perMs',
  'port',
  'reference',
  'references',
  'sent',
  'status',
  'tickets',
  'to',
  'tries',
  'type',
  'undeliverable',
  'user',
  'why',
] as const;

type LogValue = string | number | boolean | null | undefined | string[] | LogFields;
/** `user` is an Entra object id; `at` the frames of a stack; `did` and `outcome` are the bot's own names. */
export type LogFields = { [name in (typeof fieldNames)[number]]?: LogValue };

export interface Log {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** Writes at once what waits to be written. */
  flush?(): void;
}

/** Structured lines, one JSON object each, on standard output. */
export function createLog(level: string, to: Lines = standardOutput()): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: listed },
      hooks: {
        logMethod(line, write, severity) {
          write.apply(this, line);
          to.written?.(severity);
        },
      },
    },
    to,
  );
}

interface Lines {
  write(line: string): void;
  flush?(): void;
  /** Told after each line how severe it is, by pino's numbers. */
  written?(severity: number): void;
}

/** A kill takes so much of what is no warning with it, at most. */
const batchMs = 100;
const warning = 40;
/** Of what cannot be written, so many characters are kept for when it can; the rest is lost. */
const mostKept = 1_048_576;

/** Lines of a moment are written together, because each writing wakes whoever reads them; from a warning on at once. */
function standardOutput(): Lines {
  const lines = pino.destination({ dest: 1, sync: true, minLength: 8_192, maxLength: mostKept });
  // Where nothing can be written, the disk being full, turns are answered all the same.
  lines.on('error', () => {});
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    lines.flush();
  };
  process.once('exit', flush);
  return {
    write: (line) => lines.write(line),
    flush,
    written(severity) {
      if (severity >= warning) flush();
      else timer ??= setTimeout(flush, batchMs).unref();
    },
  };
}

const names: ReadonlySet<string> = new Set(fieldNames);

/** Only what is on the list, each string made harmless. */
function listed(fields: object): Record<string, unknown> {
  const kept = Object.entries(fields).filter(([name]) => names.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, harmless(value)]));
}

function harmless(value: unknown): unknown {
  if (typeof value === 'string') return plain(value);
  if (Array.isArray(value)) return value.slice(0, 20).map(harmless);
  return typeof value === 'object' && value !== null ? listed(value) : value;
}

const longest = 200;
/** Line ends, terminal codes, and marks that turn the direction of text around: what is read must be what is there. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const token = /\beyJ[\w-]{8,}\.[\w-]+/;

/** Whatever looks like a PIN or a token is none of the log's, wherever it comes from. */
function plain(text: string): string {
  if (/^\s*\d{4,24}\s*$/.test(text)) return '[digits]';
  if (token.test(text)) return '[token]';
  return text
    .slice(0, longest)
    .replace(control, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
