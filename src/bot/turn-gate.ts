/**
 * Card updates wait until the turn of the same person has been answered: Teams lets the answer of an invoke overwrite an
 * update that came just before it.
 */
export interface TurnGate {
  hold(person: string, flushed: Promise<void>): void;
  clear(person: string): Promise<void>;
}

export function createTurnGate(): TurnGate {
  const held = new Map<string, Set<Promise<void>>>();
  return {
    hold(person, flushed) {
      const turns = held.get(person) ?? new Set();
      held.set(person, turns.add(flushed));
      void flushed.finally(() => {
        turns.delete(flushed);
        if (turns.size === 0 && held.get(person) === turns) held.delete(person);
      });
    },
    async clear(person) {
      await Promise.all(held.get(person) ?? []);
    },
  };
}
