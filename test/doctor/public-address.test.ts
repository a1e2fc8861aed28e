import { expect, it, onTestFinished } from 'vitest';
import { startBot } from '../flow/bot-process.ts';
import { closedPort, problem, standIn } from '../pin/stand-in-service.ts';
import { deployment } from './deployment.ts';
import { botThatSays, passTo, startFront, startPlainFront } from './front.ts';
import { ownFolder, runDoctor } from './run-doctor.ts';

const about = 'public address';

async function diagnosed(url: string, own: Record<string, string> = {}) {
  const { env } = await deployment(own);
  const diagnosis = await runDoctor(env, ['--url', url]);
  return { ...diagnosis, lines: diagnosis.about(about) };
}

it('that leads to the bot is fine, and that it is of the inside is a doubt', async () => {
  const pinService = await standIn(problem(404, 'change_not_found'));
  const { env } = await deployment({ PIN_SERVICE_URL: pinService.url });
  const bot = await startBot(env);
  onTestFinished(async () => void (await bot.end('SIGKILL')));
  const front = await startFront(passTo(bot.url));
  const more = { PORT: new URL(bot.url).port, NODE_EXTRA_CA_CERTS: front.certFile };
  for (const url of [front.url, `${front.url}/`, `${front.url}/api/messages`]) {
    const diagnosis = await runDoctor({ ...env, ...more }, ['--url', url]);
    expect(diagnosis.about(about)).toEqual([
      expect.stringMatching(
        /^unsure {2}public address: 127\.0\.0\.1 is 127\.0\.0\.1 from here, this very machine: what Teams meets was not seen\. Ask once more from outside/,
      ),
      expect.stringMatching(
        /^fine {4}public address: 127\.0\.0\.1:\d+ leads to a bot that lives \(\/healthz\)\.$/,
      ),
      'fine    public address: POST /api/messages without a token is refused with 401, as it must be.',
    ]);
    expect(diagnosis.about('bot').join()).toMatch(
      /^fine {4}bot: one runs on 127\.0\.0\.1:\d+ of this machine\.$/,
    );
  }
  expect(bot.log()).not.toMatch(/"status":(200|403)|fault/);
});

it('does not hide what the bot says of itself', async () => {
  const { env } = await deployment({ PIN_SERVICE_URL: `http://${await closedPort()}` });
  const bot = await startBot(env);
  onTestFinished(async () => void (await bot.end('SIGKILL')));
  const { about: lines } = await runDoctor({ ...env, PORT: new URL(bot.url).port });
  expect(lines('bot').join()).toMatch(
    /^WRONG {3}bot: one runs on 127\.0\.0\.1:\d+ of this machine, and says that this is down: the PIN service\./,
  );
});

it('of a bot in local mode is refused by the bot, and nothing comes of the question', async () => {
  const bot = await startBot({ DATA_DIR: ownFolder() });
  onTestFinished(async () => void (await bot.end('SIGKILL')));
  const { lines } = await diagnosed(bot.url);
  expect(lines.at(-2)).toMatch(
    /^WRONG .*without a token is answered 403, and not 401\. .*the bot runs in local mode: set MicrosoftAppId/,
  );
  expect(await bot.logged(/"why":"service_url"/)).toContain('service_url');
  expect(bot.log()).not.toContain('fault');
});

it.each([
  [
    200,
    {},
    /is answered 200, and not 401\. Dangerous, if that is the bot: it lets in whoever calls\. See that it has a MicrosoftAppId/,
  ],
  [
    200,
    { 'content-type': 'text/html' },
    /answered 200, and not 401\. A page is shown there, and not the bot/,
  ],
  [
    404,
    {},
    /answered 404, and not 401\. What is in front of the bot does not pass it on: forward POST \/api\/messages/,
  ],
  [405, {}, /answered 405, .*does not pass it on/],
  [302, { location: 'https://login.example/' }, /answered 302, .*Teams does not go after that/],
  [403, {}, /answered 403, .*a firewall in front forbids it/],
  [415, {}, /answered 415, .*The body does not come through as it was sent/],
  [429, {}, /answered 429, .*A limit in front of the bot is too low/],
  [502, {}, /answered 502, .*cannot reach it, or it fails/],
  [
    401,
    { 'www-authenticate': 'Basic realm="x"' },
    /answered 401 by something in front of the bot, which asks for a sign-in\. .*let \/api\/messages through/,
  ],
])('where the endpoint says %i %o the reason is named', async (status, headers, expected) => {
  const front = await startFront(botThatSays(status, headers as Record<string, string>));
  const { code, lines } = await diagnosed(front.url, { NODE_EXTRA_CA_CERTS: front.certFile });
  expect(code).toBe(1);
  expect(lines.at(-1)).toMatch(/^WRONG {3}public address: POST \/api\/messages without a token/);
  expect(lines.at(-1)).toMatch(expected);
});

it('where nobody reaches a bot the reason is named', async () => {
  const away = await diagnosed(`https://${await closedPort()}`);
  expect(away.lines).toEqual([
    expect.stringMatching(
      /^WRONG .*refuses the connection \(TCP, ECONNREFUSED\): Teams cannot reach the bot\./,
    ),
  ]);
  const unknown = await diagnosed('https://bot.invalid');
  expect(unknown.lines.join()).toMatch(
    /^WRONG .*DNS does not know bot\.invalid \(\w+\): Teams cannot reach the bot\./,
  );
  const { url } = await startFront(botThatSays(401));
  expect((await diagnosed(url)).lines.join()).toMatch(/^WRONG .*the certificate of .* is not trusted/);
});

it('with something in front that has lost the bot is told', async () => {
  const front = await startFront((_request, response) => response.writeHead(503).end());
  const { lines } = await diagnosed(front.url, { NODE_EXTRA_CA_CERTS: front.certFile });
  expect(lines[1]).toMatch(
    /^WRONG .*GET \/healthz is answered 503, and not by the bot\. .*see that the bot runs, and that PORT and HOST/,
  );
});

it('of http is wrong, whatever answers there', async () => {
  const { lines } = await diagnosed(await startPlainFront(botThatSays(401)));
  expect(lines[0]).toMatch(/^WRONG {3}public address: it is http, and Teams speaks https alone\./);
  expect(lines.at(-1)).toMatch(/^fine .*refused with 401/);
});

it('of a bot that has just got its token is fine: it is asked once more', async () => {
  let asked = 0;
  const readiness = () => {
    asked += 1;
    return { store: 'up', pinService: asked > 1 ? 'up' : 'down', identity: asked > 1 ? 'up' : 'down' };
  };
  const front = await startFront(botThatSays(401, {}, readiness));
  const { lines } = await diagnosed(front.url, { NODE_EXTRA_CA_CERTS: front.certFile });
  expect(asked).toBe(2);
  expect(lines.filter((line) => line.startsWith('WRONG'))).toEqual([]);
});

it('of a bot whose store and identity are down is told so', async () => {
  const readiness = () => ({ store: 'down', pinService: 'up', identity: 'down' });
  const front = await startFront(botThatSays(401, {}, readiness));
  const { lines } = await diagnosed(front.url, { NODE_EXTRA_CA_CERTS: front.certFile });
  expect(lines.at(-1)).toMatch(
    /^WRONG .*the bot there says that this is down: its store and its identity \(/,
  );
});

it('that is not given is not asked', async () => {
  const { env } = await deployment();
  expect((await runDoctor(env)).about(about)).toEqual([
    'unsure  public address: not asked. Give it with --url, such as --url https://bot.example.com.',
  ]);
});

it('does not stand for a bot on this machine: none there is a doubt, and something else is wrong', async () => {
  const { env } = await deployment({ PORT: (await closedPort()).split(':')[1]! });
  expect((await runDoctor(env)).about('bot').join()).toMatch(
    /^unsure {2}bot: none listens on 127\.0\.0\.1:\d+ of this machine\. If it should run here, start it/,
  );
  const other = new URL(await startPlainFront((_request, response) => response.writeHead(404).end()));
  expect((await runDoctor({ ...env, PORT: other.port })).about('bot').join()).toMatch(
    /^WRONG {3}bot: something else than the bot answers on 127\.0\.0\.1:\d+\. Stop that, or set PORT/,
  );
});
