import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ bot: { AUDIT_RETENTION: '90d', HELPDESK_EMAIL: 'helpdesk@contoso.example' } });
});
afterAll(() => house.close());

const ask = (path: string, init: RequestInit = {}) => fetch(`${house.bot().url}${path}`, init);

describe.each(['/privacy', '/terms'])('%s', (path) => {
  it('is a page for whoever asks, with the help desk of the settings', async () => {
    const response = await ask(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain('helpdesk@contoso.example');
  });

  it('lets a browser show its one style, and nothing else', async () => {
    const response = await ask(path);
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(await response.text()) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-${hash}'`,
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('answers who only looks whether it is there', async () => {
    const response = await ask(path, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it.each(['POST', 'PUT', 'DELETE'])('takes no %s', async (method) => {
    expect((await ask(path, { method })).status).toBe(405);
  });

  it.each(['/', '/../.env', '%2f..%2f.env', '.html'])('is no folder of files: %s', async (more) => {
    expect((await ask(`${path}${more}`)).status).toBe(404);
  });
});

describe('every other answer', () => {
  it.each(['/healthz', '/readyz', '/reset', '/nowhere'])('lets a browser do nothing: %s', async (path) => {
    const response = await ask(path, { redirect: 'manual' });
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });
});

it('says how long things are kept by what the bot was started with', async () => {
  expect(await (await ask('/privacy')).text()).toContain('90 days');
});
