import fc from 'fast-check';

/** One change to an activity: where, by a number that is taken modulo the places there are, and what. */
export type Mutation =
  | { kind: 'drop'; at: number }
  | { kind: 'rename'; at: number }
  | { kind: 'null'; at: number }
  | { kind: 'double'; at: number }
  | { kind: 'set'; at: number; value: unknown }
  | { kind: 'swap'; at: number; with: number }
  | { kind: 'nest'; at: number; levels: number; list: boolean }
  | { kind: 'lengthen'; at: number; times: number }
  | { kind: 'add'; at: number; key: string; value: unknown };

const place = fc.nat({ max: 10_000 });

const oddTexts = [
  '',
  ' ',
  '\0',
  '\ud800',
  'a\udc00b',
  '\ufeff',
  '\uffff',
  '\u202e',
  '\r\n\t',
  '😀'.repeat(200),
  'e\u0301'.repeat(300),
  '${$root}',
  '{{DATE(x)}}',
  '{name}',
  '%00%2e%2e/',
  "'; drop table attempts; --",
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  '[object Object]',
  'x'.repeat(1_023),
  'x'.repeat(1_024),
  'x'.repeat(1_025),
  'x'.repeat(100_001),
];
/** Each a different one: of one and the same, a later change would make them all as long, and the body 200 MB. */
const manyAccounts = Array.from({ length: 1_001 }, () => ({ id: 'x' }));
const oddNumbers = [0, -0, -1, 1, 0.1, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21];

/** Tags and zones that are well formed and may mean nothing: each new one could be kept by who formats with it. */
export const tag = fc.stringMatching(/^(en|de|[a-z]{2,3})(-[A-Z][a-z]{3})?(-[A-Z]{2})?(-u-ca-[a-z]{3,8})?$/);
export const zone = fc.stringMatching(
  /^([+-][01][0-9]:[0-5][0-9]|Etc\/GMT[+-][0-9]|America\/[A-Z][a-z]{3,8})$/,
);
const time = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2026-02-30T00:00:00Z', '2026-11-24'),
);

const leaf: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...oddTexts, ...oddNumbers, true, false, null),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.uuid(),
  tag,
  zone,
  time,
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: leaf },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>([], {}, [null], [[]], [{}], manyAccounts),
  },
  { weight: 1, arbitrary: fc.array(leaf, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.string({ maxLength: 10 }), leaf, { maxKeys: 5 }) },
);
const key = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'toJSON',
    'then',
    'length',
    '',
    'id',
    'type',
    'do',
    'value',
    'name',
    'eventType',
  ),
  fc.string({ maxLength: 8 }),
);

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constantFrom('drop', 'null', 'double', 'rename'), at: place }),
  fc.record({ kind: fc.constant('set'), at: place, value }),
  fc.record({ kind: fc.constant('set'), at: place, value }),
  fc.record({ kind: fc.constant('swap'), at: place, with: place }),
  fc.record({
    kind: fc.constant('nest'),
    at: place,
    levels: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 500 })),
    list: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('lengthen'), at: place, times: fc.integer({ min: 2, max: 2_000 }) }),
  fc.record({ kind: fc.constant('add'), at: place, key, value }),
) as fc.Arbitrary<Mutation>;

interface Place {
  holder: Record<string, unknown>;
  key: string;
}

/** Every member of every object and list in it, the outermost first. */
function placesIn(node: unknown, found: Place[] = []): Place[] {
  if (typeof node !== 'object' || node === null || found.length > 2_000) return found;
  const holder = node as Record<string, unknown>;
  for (const each of Object.keys(holder)) found.push({ holder, key: each });
  for (const each of Object.keys(holder)) placesIn(holder[each], found);
  return found;
}

/** An own member, whatever its name is: `__proto__` too comes out as JSON. */
function put({ holder, key }: Place, to: unknown): void {
  // A list's own, which takes numbers only.
  if (Array.isArray(holder) && key === 'length') return;
  Object.defineProperty(holder, key, { value: to, enumerable: true, configurable: true, writable: true });
}

/** @param body is changed in place. */
export function mutate(body: unknown, change: Mutation): void {
  const places = placesIn(body);
  const chosen = places[change.at % Math.max(places.length, 1)];
  if (!chosen) return;
  const { holder, key: name } = chosen;
  const was = holder[name];
  if (change.kind === 'drop') delete holder[name];
  else if (change.kind === 'rename') {
    delete holder[name];
    put({ holder, key: name.toUpperCase() }, was);
  } else if (change.kind === 'add') put({ holder, key: change.key }, structuredClone(change.value));
  else if (change.kind === 'swap') {
    const other = places[change.with % places.length] ?? chosen;
    const its = structuredClone(other.holder[other.key]);
    put(other, structuredClone(was));
    put(chosen, its);
  } else put(chosen, insteadOf(was, change));
}

type Instead = Extract<Mutation, { kind: 'null' | 'double' | 'set' | 'nest' | 'lengthen' }>;

function insteadOf(was: unknown, change: Instead): unknown {
  switch (change.kind) {
    case 'null':
      return null;
    case 'double':
      return Array.isArray(was) ? [...was, ...structuredClone(was)] : [was, structuredClone(was)];
    case 'set':
      // What is changed later must not be the generator's own.
      return structuredClone(change.value);
    case 'nest':
      return nested(was, change.levels, change.list);
    case 'lengthen':
      return lengthened(was, change.times);
  }
}

function nested(inner: unknown, levels: number, list: boolean): unknown {
  let outer = inner;
  for (let level = 0; level < levels; level += 1) outer = list ? [outer] : { a: outer };
  return outer;
}

function lengthened(was: unknown, times: number): unknown {
  if (typeof was === 'string') return was.repeat(Math.min(times, Math.ceil(200_000 / (was.length + 1))));
  if (typeof was === 'number') return was * times;
  return Array(times).fill(typeof was === 'object' ? null : was);
}
