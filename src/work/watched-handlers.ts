import type { WorkHandler, WorkResult } from './due-work.ts';

/** How a handler ended. `fault`: it threw, and its work is tried again later. */
export type WorkEnd = WorkResult['kind'] | 'fault';

/** The handlers, with each end told of. */
export function watchedHandlers(
  handlers: Record<string, WorkHandler>,
  onEnd: (kind: string, how: WorkEnd) => void,
): Record<string, WorkHandler> {
  const watched =
    (kind: string, handler: WorkHandler): WorkHandler =>
    async (work) => {
      try {
        const result = await handler(work);
        onEnd(kind, result.kind);
        return result;
      } catch (error) {
        onEnd(kind, 'fault');
        throw error;
      }
    };
  return Object.fromEntries(
    Object.entries(handlers).map(([kind, handler]) => [kind, watched(kind, handler)]),
  );
}
