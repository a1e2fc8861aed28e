/** A program of a benchmark, as its parent sees it: the questions that it answers, and what it tells unasked. */
export type Answers = Record<string, (given: unknown) => unknown>;

export interface Question {
  nth: number;
  name: string;
  given: unknown;
}

export type Message = { nth: number; answer: unknown } | { event: string; data: unknown };

/** Answers the parent's questions over the channel that it was forked with; ends where the parent has ended. */
export function answerParent(answers: Answers): void {
  process.on('message', async ({ nth, name, given }: Question) => {
    const answer = await answers[name]?.(given);
    send({ nth, answer: answer ?? null });
  });
  process.once('disconnect', () => process.exit());
  process.channel?.unref();
}

export function tellParent(event: string, data: unknown): void {
  send({ event, data });
}

function send(message: Message): void {
  if (process.connected) process.send?.(message);
}
