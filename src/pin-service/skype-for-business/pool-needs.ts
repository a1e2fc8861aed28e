import type { DatabaseSync } from 'node:sqlite';
import type { Hosts } from './hosts.ts';
import type { PoolSettings } from './settings.ts';

/** What the driver's parts work with. */
export interface PoolNeeds {
  sql: DatabaseSync;
  hosts: Hosts;
  settings: PoolSettings;
  nowMs: () => number;
  /** Resolves at that time, or when the service stops. */
  until: (timeMs: number) => Promise<void>;
  isClosed: () => boolean;
  /** A line for the log: words and ids alone. */
  report: (fields: Record<string, string>) => void;
  onFault: (error: unknown) => void;
}
