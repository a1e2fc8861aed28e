import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { createServer } from '../../src/server.ts';
import { text } from './files.ts';

const withoutComments = (config: string): string => config.replace(/^\s*#.*$/gm, '');
const nginx = withoutComments(text('deploy/nginx/conference-pin-bot.conf'));
const caddy = withoutComments(text('deploy/caddy/Caddyfile'));
const guide = text('docs/deployment.md');
const place = `127.0.0.1:${readSettings({}).listen.port}`;

const one = (pattern: RegExp, config: string): string => {
  const found = [...config.matchAll(new RegExp(pattern, 'gm'))];
  expect(found, String(pattern)).toHaveLength(1);
  return found[0]?.[1] ?? '';
};
const nginxPaths = [...nginx.matchAll(/^\s*location = (\S+)\s+\{ proxy_pass http:\/\/(\w+); \}/gm)];
const paths = nginxPaths.map(([, path = '']) => path);

describe('what is let through', () => {
  it('is the same in both files and in the guide, and nothing else', () => {
    expect(one(/^\s*@bot path (.*)$/, caddy).split(' ')).toEqual(paths);
    const [, told = ''] = /^\| paths \| (.*?) \|/m.exec(guide) ?? [];
    expect([...told.matchAll(/`([^`]+)`/g)].map(([, path]) => path)).toEqual(paths);
    expect(guide.includes(`^(${paths.map((path) => path.slice(1)).join('|')})$`)).toBe(true);
    expect(one(/^\s*location \/\s+\{ (.*) \}$/, nginx)).toBe('return 404;');
    expect(nginx.match(/proxy_pass/g)).toHaveLength(paths.length);
  });

  it('leads to the port that the bot listens on', () => {
    const upstream = one(/^upstream (\w+) \{$/, nginx);
    expect(nginxPaths.map(([, , name]) => name)).toEqual(paths.map(() => upstream));
    expect(one(/^\s*server (\S+);$/, nginx)).toBe(place);
    expect(one(/^\s*reverse_proxy (\S+) \{$/, caddy)).toBe(place);
  });

  it('is answered by the bot, and not the readiness that it keeps within', async () => {
    const page = { html: '', contentSecurityPolicy: '' };
    const server = createServer({
      messages: async () => ({ status: 200 }),
      readiness: async () => ({ ready: true, store: 'up', pinService: 'up' }),
      resetUrl: () => 'https://teams.example/',
      pages: { '/privacy': page, '/terms': page },
      local: false,
      onFault: () => undefined,
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const statuses = await Promise.all(
      paths.map(async (path) => (await fetch(url + path, { redirect: 'manual' })).status),
    );
    server.close();
    expect(statuses).not.toContain(404);
    expect(paths).not.toContain('/readyz');
    expect(paths).not.toContain('/metrics');
  });
});

describe('a body', () => {
  it('may be as large as the bot takes, and goes into no file', () => {
    const takenKb = Number(/maxBodyBytes = (\d+) \* 1024/.exec(text('src/server.ts'))?.[1]);
    expect(one(/^\s*client_max_body_size\s+(\S+);$/, nginx)).toBe(`${takenKb}k`);
    expect(one(/^\s*client_body_buffer_size\s+(\S+);$/, nginx)).toBe(`${takenKb}k`);
    expect(one(/^\s*max_size (\S+)$/, caddy)).toBe(`${takenKb}KiB`);
    expect(guide.includes(`\`maxAllowedContentLength\` to ${takenKb * 1024}`)).toBe(true);
  });
});

describe('a connection to the bot', () => {
  it('is kept for less time than the bot keeps it, or not at all', () => {
    const keptS = Number(/idleConnectionMs = (\d+)_000/.exec(text('src/server.ts'))?.[1]);
    expect(nginx).not.toMatch(/^\s*keepalive\b/m);
    expect(Number(one(/^\s*keepalive (\d+)s$/, caddy))).toBeLessThan(keptS);
    expect(guide.includes(`less than ${keptS} s, or none`)).toBe(true);
  });
});
