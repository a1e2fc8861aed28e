import { sayIn } from '../../src/language/catalogue.ts';
import { actionData } from '../../test/flow/teams.ts';
import type { Form } from '../resets.ts';
import { userIdOf } from '../town.ts';
import type { Place } from './place.ts';

/** A turn that is measured. */
export interface Kind {
  name: string;
  /** All that one turn has the bot do. */
  contains: string;
  /** The most CPU time it may take, as a ratio to a turn of the echo. None where none was asked for. */
  bar?: number;
  /** What the connector is asked for in each turn, the update after it included. */
  requests: Record<string, number>;
  /** Shows typing where the machine takes its time. */
  mayType?: true;
  /** One turn, until it is answered. @throws where it is not answered as it should be. */
  run: (place: Place, nth: number) => Promise<void>;
}

const say = sayIn('en-US');
const typed = (pin: string) => ({ newPin: pin, repeatPin: pin });

/** In this order, for each person: each turn goes on where the one before it left off. */
export function kindsOfTurn(): Kind[] {
  const forms = new Map<number, Form>();
  const submit = async (place: Place, nth: number, pin: string, says: string): Promise<unknown> => {
    const form = forms.get(nth);
    if (!form) throw new Error('no form was sent');
    const { text, body } = await place.ofBot(nth).execute(form.cardId, { ...form.data, ...typed(pin) });
    if (!text.includes(says)) throw new Error(`a form was not answered with "${says}": ${text}`);
    return body.value;
  };
  return [
    {
      name: '"help"',
      contains: 'token checked, conversation written, text read, card sent',
      bar: 0.6,
      requests: { message: 1 },
      run: async (place, nth) => expectAnswered(await place.ofBot(nth).say('help')),
    },
    {
      name: '"reset my PIN"',
      contains:
        'the same; roster asked, account read from the PIN service, attempt written, form sent, its id written',
      bar: 1,
      requests: { member: 1, message: 1 },
      mayType: true,
      async run(place, nth) {
        const isForm = ({ form }: { form: unknown }) => form !== undefined;
        const arrived = place.arrival(`a:${userIdOf(nth)}`, isForm);
        expectAnswered(await place.ofBot(nth).say('reset my PIN'));
        const { activityId, form = {} } = await arrived;
        forms.set(nth, { nth, cardId: activityId, data: form });
      },
    },
    {
      name: 'a refused form',
      contains: 'token checked, conversation written, PIN judged, refusal written, form answered and updated',
      requests: { update: 1 },
      async run(place, nth) {
        const card = await submit(place, nth, '12345', say('form.broken'));
        const form = forms.get(nth);
        if (form) forms.set(nth, { ...form, data: actionData(card, 'setPin') });
      },
    },
    {
      name: 'an accepted form',
      contains:
        'the same, but accepted; PIN changed by the PIN service, outcome and reminders written, form updated once',
      bar: 1.5,
      requests: { update: 1 },
      run: async (place, nth) => void (await submit(place, nth, '739146', say('changed.title'))),
    },
  ];
}

/** The peer's turn. */
export const echo: Kind = {
  name: 'echo',
  contains: 'token checked, one text sent',
  requests: { message: 1 },
  run: async (place, nth) => expectAnswered(await place.ofEcho(nth).say('help')),
};

function expectAnswered({ status }: { status: number }): void {
  if (status !== 200) throw new Error(`a turn was answered with ${status}`);
}
