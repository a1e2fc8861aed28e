import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '../flow/house.ts';
import { type GuardedHouse, openGuardedHouse } from './guarded.ts';

/** Beside loopback, where the tests' own connector is: a host with its name alone, and one with a port. */
const allowed = 'smba.trafficmanager.net';
let house: GuardedHouse;
beforeAll(async () => {
  house = await openGuardedHouse({ bot: { ALLOWED_SERVICE_HOSTS: `127.0.0.1,${allowed}` } });
});
afterAll(() => house.close());

describe('an address for answers that is not the channel’s, under a token that names it too', () => {
  it.each([
    ['another host', 'https://example.com/'],
    ['plain http', `http://${allowed}/emea/`],
    ['a sub-domain', `https://evil.${allowed}/`],
    ['a suffix', `https://${allowed}.example.com/`],
    ['a prefix', `https://evil${allowed}/`],
    ['the parent domain', 'https://trafficmanager.net/'],
    ['a neighbour', 'https://smbb.trafficmanager.net/'],
    ['a user name', `https://${allowed}@example.com/`],
    ['a user name before the host', `https://user@${allowed}/`],
    ['a password', `https://user:secret@${allowed}/`],
    ['a port', `https://${allowed}:8443/`],
    ['a dot at the end', `https://${allowed}./`],
    ['a letter that only looks alike', 'https://smbа.trafficmanager.net/'],
    ['the same in Punycode', 'https://xn--smb-5cd.trafficmanager.net/'],
    ['the host as a path', `https://example.com/${allowed}`],
    ['the host as a query', `https://example.com/?${allowed}`],
    ['the host as a fragment', `https://example.com/#${allowed}`],
    ['a backslash', `https://example.com\\${allowed}/`],
    ['an encoded dot', 'https://smba%2etrafficmanager.example/'],
    ['IPv6', 'https://[::1]/'],
    ['IPv6 in plain http', 'http://[::1]/'],
    ['IPv4 in IPv6', 'http://[::ffff:127.0.0.1]/'],
    ['loopback by name', 'http://localhost/'],
    ['another loopback', 'http://127.0.0.2/'],
    ['a name that begins as loopback', 'http://127.0.0.1.example.com/'],
    ['any address', 'http://0.0.0.0/'],
    ['a metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['a network of one’s own', 'https://10.0.0.1/'],
    ['ws', `ws://${allowed}/`],
    ['ftp', `ftp://${allowed}/`],
    ['file', 'file:///etc/passwd'],
    ['javascript', 'javascript:alert(1)'],
    ['data', 'data:text/plain,x'],
  ])('is refused: %s', async (_what, serviceUrl) => {
    const guest = house.guest(people.ordinary, () => serviceUrl);
    // What is no address at all is refused as a bad body.
    await house.expectRefused(() => guest.say('reset my PIN', { serviceUrl }), 403, 400);
    await house.expectRefused(() => guest.execute('1', { do: 'reset' }, { serviceUrl }), 403, 400);
    await house.expectRefused(() => guest.install('add', { serviceUrl }), 403, 400);
  });

  it('is refused where the token names the channel’s, and the body another', async () => {
    await house.expectRefused(
      () => house.guest(people.ordinary).say('reset my PIN', { serviceUrl: `https://${allowed}/` }),
      401,
    );
  });

  it('is not kept for later either', async () => {
    expect(await house.rows('select * from conversations')).toEqual([]);
    house.expectNoFault();
  });
});
