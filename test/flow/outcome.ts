import { type Connector, cardIn, textOf } from './connector.ts';

/**
 * The card that a submission ends with: the answer itself, or, where that came before the outcome, the one that is put in
 * the place of the form.
 */
export async function outcomeOf(
  connector: Connector,
  form: { activityId: string },
  answer: { body: { value: unknown } },
  words: string,
): Promise<any> {
  if (!textOf(answer.body.value).includes('Your PIN is being changed')) return answer.body.value;
  const outcome = await connector.waitFor(
    ({ method, activityId, activity }) =>
      method === 'PUT' && activityId === form.activityId && textOf(activity).includes(words),
  );
  return cardIn(outcome);
}
