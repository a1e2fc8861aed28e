import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { parse } from 'yaml';

export const contractFile = new URL('../../docs/pin-service.openapi.yaml', import.meta.url);

interface ResponseObject {
  $ref?: string;
  description?: string;
  content?: Record<string, { schema: object }>;
}
interface Contract {
  paths: Record<string, Record<string, { responses: Record<string, ResponseObject> }>>;
  components: { responses: { Problem: ResponseObject } };
}

const contract = parse(readFileSync(contractFile, 'utf8')) as Contract;
// Not strict: an OpenAPI document holds keywords that are none of JSON Schema's.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');

/** The codes that the contract's own table has for each status. */
const codesOf = new Map<string, string[]>();
for (const row of contract.components.responses.Problem.description?.split('\n') ?? []) {
  const [, statuses = '', codes = ''] = row.split('|').map((cell) => cell.trim());
  for (const status of statuses.match(/\d{3}/g) ?? []) {
    codesOf.set(status, [...(codesOf.get(status) ?? []), ...codes.split(/[^a-z_]+/)]);
  }
}

export interface Answer {
  status: number;
  headers: Headers;
  body: any;
}

/** Fails unless an answer is one that the contract allows to this operation. */
function expectInContract(path: string, method: string, answer: Answer): void {
  const responses = contract.paths[path]?.[method]?.responses;
  const found = responses?.[answer.status] ?? responses?.default;
  expect(found, `${method} ${path} ${answer.status}`).toBeDefined();
  const response = found?.$ref ? contract.components.responses.Problem : found;
  const type = answer.headers.get('content-type') ?? '';
  expect(Object.keys(response?.content ?? {})).toContain(type);
  expectSchema(response?.content?.[type]?.schema ?? false, answer.body);
  if (answer.status >= 400) {
    expect(answer.body.status).toBe(answer.status);
    expect(codesOf.get(String(answer.status))).toContain(answer.body.code);
  }
  if (answer.status < 300 && method !== 'get') expectWholeChange(answer.body);
}

/** What the schema says of a change in words alone. */
function expectWholeChange(change: { status: string; changedAt?: string; code?: string }): void {
  expect('changedAt' in change).toBe(change.status === 'applied');
  expect('code' in change).toBe(change.status === 'rejected');
}

function expectSchema(schema: object | boolean, body: unknown): void {
  const text = JSON.stringify(schema).replaceAll('"#/', '"contract#/');
  const check = ajv.compile(JSON.parse(text));
  expect(check(body), ajv.errorsText(check.errors)).toBe(true);
}

/** Fails unless this is a problem of the contract's form, whatever was asked. */
export function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expectSchema({ $ref: '#/components/schemas/Problem' }, answer.body);
  expect({ status: answer.status, said: answer.body.status, code: answer.body.code }).toEqual({
    status,
    said: status,
    code,
  });
}

const userPath = '/v1/users/{userId}/pin';
const changePath = '/v1/pin-changes/{changeId}';

/**
 * Asks the service for the contract's operations and holds every answer against the document. `common` are headers of
 * every request.
 */
export function contractClient(url: string, common: Record<string, string> = {}) {
  async function ask(path: string, id: string, init: RequestInit & { method: string }): Promise<Answer> {
    const answer = await send(`${url}${path.replace(/\{.*\}/, encodeURIComponent(id))}`, {
      ...init,
      headers: { ...common, ...(init.headers as Record<string, string> | undefined) },
    });
    expectInContract(path, init.method.toLowerCase(), answer);
    return answer;
  }
  return {
    account: (userId: string) => ask(userPath, userId, { method: 'GET' }),
    /** Sends a change's body as it is given, or the PIN as the contract writes it. */
    put: (
      userId: string,
      key: string,
      body: string | { raw: RequestInit['body'] },
      headers: Record<string, string> = {},
    ) =>
      ask(userPath, userId, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
        body: typeof body === 'string' ? JSON.stringify({ pin: body }) : body.raw,
      }),
    change: (changeId: string) => ask(changePath, changeId, { method: 'GET' }),
    withdraw: (changeId: string) => ask(changePath, changeId, { method: 'DELETE' }),
    /** Asks again and again until the change is no longer pending. */
    settled: async (changeId: string) => {
      for (;;) {
        const answer = await ask(changePath, changeId, { method: 'GET' });
        if (answer.body.status !== 'pending') return answer;
      }
    },
  };
}

/** Asks for anything at all; the answer's body should be JSON. */
export async function send(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}
