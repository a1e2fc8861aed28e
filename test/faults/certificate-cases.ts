import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Sent } from '../flow/connector.ts';
import { askedInTime } from '../flow/in-time.ts';
import { isOutcome, type Told } from './cases.ts';
import { makeCertificate } from './certificates.ts';
import { titles } from './chat.ts';
import type { Person } from './person.ts';
import { type FaultyWay, pass, startProxy } from './proxy.ts';
import type { Town } from './town.ts';

export const certificateFaults = {
  never: 'a certificate that is not trusted, from the beginning',
  once: 'a certificate that is not trusted, after the form is shown',
  forGood: 'a certificate that is not trusted, after the form is shown, every try',
  refused: 'connection refused, every try',
};

/** A bot of its own, which trusts one certificate; the proxy shows another, then that one, and so on by turns. */
export async function certificateCases(town: Town): Promise<Told[]> {
  const trusted = await makeCertificate(town.folder, 'trusted');
  const wrong = await makeCertificate(town.folder, 'wrong');
  const proxy = await startProxy(town.service.url, wrong);
  const bot = await town.addBot({ PIN_SERVICE_URL: proxy.url, NODE_EXTRA_CA_CERTS: trusted.certFile });
  const newPerson = () => town.newPerson({ bot });
  try {
    // A bot that has just started loads what its first turns need: that is no part of what is looked at.
    await newPerson().chat.say('help');
    const never = await withoutForm(proxy, newPerson());
    proxy.show(trusted);
    const [first, second, third] = [
      await shown(proxy, newPerson()),
      await shown(proxy, newPerson()),
      await shown(proxy, newPerson()),
    ];
    proxy.show(wrong);
    const lucky = await submitted(proxy, first, 'once', () => proxy.show(trusted));
    proxy.show(wrong);
    const unlucky = await submitted(proxy, second, 'forGood');
    await proxy.stop();
    const alone = await submitted(proxy, third, 'refused');
    return [never, lucky, unlucky, { ...alone, hits: await refusals(proxy.url) }];
  } finally {
    await proxy.stop();
  }
}

async function shown(proxy: FaultyWay, person: Person) {
  const form = await person.askForForm();
  return { person, form, changeIds: proxy.meet(person.userId, pass).changeIds };
}

/** Counts the handshakes that the bot breaks off; `atFirst` is called at the first of them. */
async function submitted(
  proxy: FaultyWay,
  { person, form, changeIds }: { person: Person; form: Sent; changeIds: Set<string> },
  name: keyof typeof certificateFaults,
  atFirst?: () => void,
): Promise<Told> {
  let hits = 0;
  const stopCounting = proxy.onBrokenHandshake(() => {
    hits += 1;
    if (hits === 1) atFirst?.();
  });
  const answer = person.sendForm(form);
  await person.outcome();
  stopCounting();
  return {
    fault: certificateFaults[name],
    until: name === 'once' ? 'once' : 'for good',
    person,
    answer: await answer,
    hits,
    changeIds: [...changeIds],
    formId: form.activityId,
    isEnd: isOutcome,
  };
}

async function withoutForm(proxy: FaultyWay, person: Person): Promise<Told> {
  let hits = 0;
  const stopCounting = proxy.onBrokenHandshake(() => {
    hits += 1;
  });
  await askedInTime(person.chat, person.askAnyway);
  await person.reads(titles.noForm);
  stopCounting();
  return {
    fault: certificateFaults.never,
    until: 'for good',
    person,
    hits,
    changeIds: [],
    isEnd: ({ heading }) => heading === titles.noForm,
  };
}

/** 1 where nobody listens there any more. */
async function refusals(url: string): Promise<number> {
  const server = createServer().listen(Number(new URL(url).port), '127.0.0.1');
  await once(server, 'listening');
  server.close();
  return 1;
}
