import { type Exchange, type Handler, pass } from './proxy.ts';

/** What a fault does with one request. */
export type Does = (exchange: Exchange) => Promise<void> | void;

/** Befalls the first request alone. What follows waits until the person has read what stands in the chat meanwhile. */
export function once(does: Does): () => Handler {
  return () => {
    let first = true;
    return async (exchange) => {
      if (first) {
        first = false;
        await does(exchange);
        return 'hit';
      }
      await exchange.read;
      return pass(exchange);
    };
  };
}

/** Befalls every request until the person has read what stands in the chat, and each of these methods was befallen. */
export function whileUnread(does: Does, methods = ['PUT', 'GET']): () => Handler {
  return () => {
    const left = new Set(methods);
    let read = false;
    return async (exchange) => {
      void exchange.read.then(() => {
        read = true;
      });
      if (read && left.size === 0) return pass(exchange);
      left.delete(exchange.method);
      await does(exchange);
      return 'hit';
    };
  };
}

export const always =
  (does: Does): (() => Handler) =>
  () =>
  async (exchange) => {
    await does(exchange);
    return 'hit';
  };

export const say =
  (status: number, type: string, body: string, headers: Record<string, string> = {}): Does =>
  (exchange) =>
    exchange.answer({ status, headers: { 'content-type': type, ...headers }, body });

export const problem = (status: number, code: string, headers: Record<string, string> = {}): Does =>
  say(status, 'application/problem+json', JSON.stringify({ status, code }), headers);

export const html = (status: number): Does => say(status, 'text/html', `<html><h1>${status}</h1></html>`);
export const retryAfter = (seconds: number) => ({ 'retry-after': String(seconds) });
export const hang: Does = () => {};
export const reset: Does = (exchange) => exchange.reset();

/** The service does it, and its answer is replaced by what `does` makes. */
export const applied =
  (does: Does): Does =>
  async (exchange) => {
    await exchange.forward();
    await does(exchange);
  };

const retyped =
  (change: (body: string) => { type?: string; body?: string }): Does =>
  async (exchange) => {
    const answer = await exchange.forward();
    const { type = 'application/json', body = answer.body } = change(answer.body);
    exchange.answer({ status: answer.status, headers: { 'content-type': type }, body });
  };

export const pending = (status: number, headers: Record<string, string> = {}): Does => {
  return (exchange) =>
    say(
      status,
      'application/json',
      JSON.stringify({ changeId: exchange.changeId, status: 'pending' }),
      headers,
    )(exchange);
};

export const brokenJson = retyped((body) => ({ body: body.slice(0, -9) }));
export const otherSchema = retyped(() => ({ body: '{"result":"ok"}' }));
export const plainText = retyped(() => ({ type: 'text/plain' }));
export const hugeBody = retyped((body) => ({
  body: body.replace('{', `{"padding":"${'x'.repeat(20_000_000)}",`),
}));

/** Answers the change with one thing, and every question about it with another, until the person has read the card. */
export function thenQuestions(put: Does, question: Does, method: 'GET' | 'DELETE'): () => Handler {
  return whileUnread((exchange) => (exchange.method === 'PUT' ? put : question)(exchange), ['PUT', method]);
}

/** Something on the way keeps the request and sends it on after the bot has stopped waiting for it. */
export function late(first: Does, lands: (kept: Exchange, exchange: Exchange) => Promise<'passed' | 'hit'>) {
  return (): Handler => {
    let kept: Exchange | undefined;
    return async (exchange) => {
      if (kept) {
        await exchange.read;
        return lands(kept, exchange);
      }
      kept = exchange;
      await first(exchange);
      return 'hit';
    };
  };
}

export const landsBeforeRepetition = () => {
  let landed: Promise<unknown> | undefined;
  return async (kept: Exchange, exchange: Exchange) => {
    await landed;
    if (exchange.method !== 'GET' || landed) return pass(exchange);
    exchange.answer(await exchange.forward());
    landed = kept.forward();
    return 'hit' as const;
  };
};

export const landsAfter = (method: string) => async (kept: Exchange, exchange: Exchange) => {
  if (exchange.method !== method) return pass(exchange);
  const answer = await exchange.forward();
  await kept.forward();
  exchange.answer(answer);
  return 'hit' as const;
};

export const landsBefore = (method: string) => async (kept: Exchange, exchange: Exchange) => {
  if (exchange.method === method) await kept.forward();
  return pass(exchange);
};

/** Longer than the bot may keep the PIN: it gives up repeating the change, and withdraws it. */
export const tooLong = retryAfter(60);
export const gatewayGivesUp = problem(504, 'unavailable', tooLong);

const withinTime: Does = async (exchange) => {
  await exchange.read;
  await pass(exchange);
};
/** A change that takes until the person has read that it is being made. */
export const slow = once(withinTime);
