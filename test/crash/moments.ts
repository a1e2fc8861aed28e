import { setTimeout as delay } from 'node:timers/promises';

/** When a bot is killed. Those beside the first are the ones between an effect and the bot's knowing of it. */
export const momentNames = [
  'any time',
  'any time',
  'a change arrives',
  'a change is answered',
  'a question arrives',
  'a message is taken',
] as const;
export type MomentName = (typeof momentNames)[number];

/** Where a moment does not come, the kill comes after this time all the same. */
const patienceMs = 4_000;

/** Waits for a moment, and holds whoever is in it until the kill is over. */
export function createMoments() {
  let awaited: { name: MomentName; here: () => void; over: Promise<void> } | undefined;
  return {
    /** Called where a moment comes; returns when it has passed: true where a bot died of it. */
    async come(name: MomentName): Promise<boolean> {
      if (awaited?.name !== name) return false;
      const { here, over } = awaited;
      awaited = undefined;
      here();
      await over;
      return true;
    },
    isAwaited: (name: MomentName): boolean => awaited?.name === name,
    /** Kills at the next moment of this name; says whether it came. */
    async killAt(name: MomentName, kill: () => Promise<void>): Promise<boolean> {
      const here = Promise.withResolvers<true>();
      const over = Promise.withResolvers<void>();
      awaited = { name, here: () => here.resolve(true), over: over.promise };
      const came = await Promise.race([here.promise, delay(patienceMs, false)]);
      awaited = undefined;
      await kill();
      over.resolve();
      return came;
    },
  };
}
export type Moments = ReturnType<typeof createMoments>;
