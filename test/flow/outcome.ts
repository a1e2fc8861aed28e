import { type Connector, type Sent, textOf } from './connector.ts';

/** The card that a submission ends with: the answer itself, or where the machine was slow the one that takes its place. */
export async function outcomeOf(
  connector: Connector,
  answer: { body: { value: unknown } },
  words: string,
  from = 0,
): Promise<string> {
  const text = textOf(answer.body.value);
  if (!text.includes('Your PIN is being changed')) return text;
  const isOutcome = (each: Sent) => each.method === 'PUT' && textOf(each.activity).includes(words);
  return textOf((await connector.waitFor(isOutcome, from)).activity);
}
