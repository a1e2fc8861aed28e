import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAdminServer, listenAdmin } from '../src/admin-server.ts';
import { createMetrics } from '../src/metrics.ts';

let server: Server;
let url: string;
const metrics = createMetrics();
beforeEach(async () => {
  server = createAdminServer(metrics);
  url = `http://127.0.0.1:${await listenAdmin(server, { port: 0, host: '127.0.0.1' })}`;
});
afterEach(() => void server.close());

describe('the admin port', () => {
  it('tells metrics in Prometheus’ text format', async () => {
    metrics.backend.called({
      call: 'change',
      kind: 'applied',
      fault: undefined,
      reference: 'K7QM-2F9D',
      durationMs: 40,
    });
    const answer = await fetch(`${url}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await answer.text()).toContain(
      'conference_pin_backend_calls_total{call="change",result="applied"} 1',
    );
  });

  it.each([
    ['GET', '/', 404],
    ['GET', '/metrics/more', 404],
    ['POST', '/metrics', 405],
    ['POST', '/api/messages', 404],
  ])('tells nothing else: %s %s', async (method, path, status) => {
    const answer = await fetch(`${url}${path}`, { method });
    expect([answer.status, await answer.text()]).toEqual([status, '']);
  });
});
