import {
  always,
  applied,
  brokenJson,
  gatewayGivesUp,
  hang,
  html,
  hugeBody,
  landsAfter,
  landsBefore,
  landsBeforeRepetition,
  late,
  once,
  otherSchema,
  pending,
  plainText,
  problem,
  reset,
  retryAfter,
  say,
  slow,
  thenQuestions,
  tooLong,
  whileUnread,
} from './befall.ts';
import type { Handler } from './proxy.ts';

/** When a fault ends, in the words of the table. */
export type Until = 'once' | 'read' | 'landed' | 'for good' | 'person writes again';

export interface BackendFault {
  name: string;
  until: Until;
  /** What the person has to have read in the chat before the fault ends, where it waits for that. */
  reads?: 'working' | 'unknown';
  handler: () => Handler;
}

export const backendFaults: BackendFault[] = [
  { name: 'slow, within `PIN_SERVICE_TIMEOUT`', until: 'once', reads: 'working', handler: slow },
  {
    name: 'slow, beyond `PIN_SERVICE_TIMEOUT`: changed, and the answer comes too late',
    until: 'once',
    reads: 'unknown',
    handler: once(applied((exchange) => exchange.callerGone)),
  },
  { name: 'hangs, before the change is made', until: 'once', reads: 'unknown', handler: once(hang) },
  { name: 'hangs, every request', until: 'read', reads: 'unknown', handler: whileUnread(hang) },
  {
    name: 'connection reset before the change is made',
    until: 'once',
    reads: 'unknown',
    handler: once(reset),
  },
  {
    name: 'connection reset after the change is made',
    until: 'once',
    reads: 'unknown',
    handler: once(applied(reset)),
  },
  { name: 'connection reset, every request', until: 'read', reads: 'unknown', handler: whileUnread(reset) },
  {
    name: 'connection reset after each request is done',
    until: 'read',
    reads: 'unknown',
    handler: whileUnread(applied(reset)),
  },
  { name: '500', until: 'once', reads: 'unknown', handler: once(problem(500, 'unavailable')) },
  {
    name: '500, every request',
    until: 'read',
    reads: 'unknown',
    handler: whileUnread(problem(500, 'unavailable')),
  },
  { name: '502 with HTML', until: 'once', reads: 'unknown', handler: once(html(502)) },
  {
    name: '502 with HTML, after the change is made',
    until: 'once',
    reads: 'unknown',
    handler: once(applied(html(502))),
  },
  {
    name: '503 with Retry-After of a second',
    until: 'once',
    reads: 'unknown',
    handler: once(problem(503, 'unavailable', retryAfter(1))),
  },
  {
    name: '503 with Retry-After of a minute',
    until: 'once',
    reads: 'unknown',
    handler: once(problem(503, 'unavailable', tooLong)),
  },
  { name: '504 with HTML', until: 'once', reads: 'unknown', handler: once(html(504)) },
  {
    name: '429 with Retry-After of two seconds',
    until: 'once',
    reads: 'working',
    handler: once(problem(429, 'too_many_requests', retryAfter(2))),
  },
  {
    name: '429 with Retry-After of a second, every request',
    until: 'read',
    reads: 'working',
    handler: whileUnread(problem(429, 'too_many_requests', retryAfter(1)), ['PUT']),
  },
  {
    name: '429 with Retry-After of a minute',
    until: 'for good',
    handler: always(problem(429, 'too_many_requests', tooLong)),
  },
  {
    name: '429 of a gateway, in plain text',
    until: 'once',
    reads: 'unknown',
    handler: once(say(429, 'text/plain', 'slow down', retryAfter(1))),
  },
  { name: '401 unauthorized', until: 'for good', handler: always(problem(401, 'unauthorized')) },
  { name: '403 forbidden', until: 'for good', handler: always(problem(403, 'forbidden')) },
  {
    name: '202 with Retry-After of two seconds',
    until: 'once',
    reads: 'working',
    handler: once(applied(pending(202, retryAfter(2)))),
  },
  {
    name: '202, and "pending" to every question for longer than `PIN_SERVICE_TIMEOUT`',
    until: 'read',
    reads: 'unknown',
    handler: thenQuestions(applied(pending(202, retryAfter(1))), pending(200, retryAfter(1)), 'GET'),
  },
  {
    name: 'lands late: when the bot has asked for it, before it sends it again',
    until: 'landed',
    reads: 'unknown',
    handler: () => late(hang, landsBeforeRepetition())(),
  },
  {
    name: 'lands late: when the bot has sent it again',
    until: 'landed',
    reads: 'unknown',
    handler: late(hang, landsAfter('PUT')),
  },
  {
    name: 'lands late: when the bot has given up, before it withdraws it',
    until: 'landed',
    reads: 'unknown',
    handler: late(gatewayGivesUp, landsBefore('DELETE')),
  },
  {
    name: 'lands late: when the bot has given up and withdrawn it',
    until: 'landed',
    reads: 'unknown',
    handler: late(gatewayGivesUp, landsAfter('DELETE')),
  },
  {
    name: '200 with broken JSON, after the change is made',
    until: 'once',
    reads: 'unknown',
    handler: once(brokenJson),
  },
  {
    name: '200 with JSON of another form, after the change is made',
    until: 'once',
    reads: 'unknown',
    handler: once(otherSchema),
  },
  {
    name: '200 with JSON of another form, and the change is not made',
    until: 'read',
    reads: 'unknown',
    handler: whileUnread(say(200, 'application/json', '{"result":"ok"}')),
  },
  {
    name: 'the right JSON as `text/plain`, after each request is done',
    until: 'read',
    reads: 'unknown',
    handler: whileUnread(plainText),
  },
  {
    name: "a gateway's 404 with HTML",
    until: 'once',
    reads: 'unknown',
    handler: once(html(404)),
  },
  {
    name: "a gateway's 404 with HTML, every request",
    until: 'read',
    reads: 'unknown',
    handler: whileUnread(html(404)),
  },
  {
    name: "reset after the change is made, then a gateway's 404 with HTML to every question",
    until: 'read',
    reads: 'unknown',
    handler: thenQuestions(applied(reset), html(404), 'GET'),
  },
  {
    name: "503 with Retry-After of a minute, then a gateway's 404 with HTML to the withdrawal",
    until: 'read',
    reads: 'unknown',
    handler: thenQuestions(problem(503, 'unavailable', tooLong), html(404), 'DELETE'),
  },
  {
    name: 'a body of 20 MB, after the change is made',
    until: 'once',
    reads: 'unknown',
    handler: once(hugeBody),
  },
  {
    name: 'a redirect (302)',
    until: 'once',
    reads: 'unknown',
    handler: once(say(302, 'text/html', '', { location: '/elsewhere' })),
  },
];
