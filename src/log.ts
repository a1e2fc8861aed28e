import { pino } from 'pino';

/** Structured lines: ids, kinds, codes and durations. Never a text, a name, a card's value or a whole activity. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const createLog = (level: string): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
