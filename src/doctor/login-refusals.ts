/** The settings that an identity goes by, to be named where one of them is wrong. */
export interface SettingNames {
  secret: string;
  client: string;
  tenant: string;
  /** Of the address of the login. */
  login: string;
  scope: string;
}

interface Refusal {
  what: string;
  mend: string;
}

/**
 * What the login means by its numbers, as far as they befall an application that asks for a token of its own.
 * {@link https://learn.microsoft.com/entra/identity-platform/reference-error-codes Error codes}. Those that this page does
 * not have (7000229, 501051, 700024, 700211 to 700213, 900023, 1002012) are known by what the login writes beside them.
 */
const refusals: [codes: number[], tell: (names: SettingNames) => Refusal][] = [
  [
    [7000215, 70002],
    ({ secret, client }) => ({
      what: 'the client secret is not one of this app’s',
      mend: `Set ${secret} to a secret’s value (not its id) of the very app that ${client} names: App registrations > Certificates & secrets.`,
    }),
  ],
  [
    [7000222],
    ({ secret }) => ({
      what: 'the client secret has run out',
      mend: `Make a new one (App registrations > Certificates & secrets), set ${secret} to its value, and start the bot again.`,
    }),
  ],
  [
    [7000218],
    ({ secret }) => ({ what: 'the login got no secret', mend: `Set ${secret} to the value of a secret.` }),
  ],
  [
    [700016, 700011],
    ({ client, tenant }) => ({
      what: 'the tenant does not know the app',
      mend: `Set ${client} and ${tenant} as App registrations > Overview shows them, both of one app.`,
    }),
  ],
  [
    [7000229],
    ({ client }) => ({
      what: 'the app has no service principal in the tenant',
      mend: `Make one: az ad sp create --id, with the id of ${client}.`,
    }),
  ],
  [
    [90002, 900023],
    ({ tenant, login }) => ({
      what: 'there is no such tenant',
      mend: `Set ${tenant} to the directory (tenant) id of App registrations > Overview. In another cloud set ${login} too.`,
    }),
  ],
  [
    [90038, 900382, 900432],
    ({ login, scope }) => ({
      what: 'the tenant belongs to another cloud',
      mend: `Set ${login} and ${scope} to that cloud’s.`,
    }),
  ],
  [
    [7000112, 70001],
    () => ({
      what: 'the app is disabled in the tenant',
      mend: 'Enable it: Enterprise applications > the app > Properties > Enabled for users to sign in.',
    }),
  ],
  [
    [500011, 50001, 650057],
    ({ scope }) => ({
      what: 'the tenant does not know what the token is to be for',
      mend: `Set ${scope} to what that API’s registration shows (Expose an API), in a tenant that has it.`,
    }),
  ],
  [
    [1002012, 70011],
    ({ scope }) => ({
      what: 'the scope has not the form that an application must ask for',
      mend: `Set ${scope} to the API’s identifier with /.default behind it.`,
    }),
  ],
  [
    [501051],
    ({ client }) => ({
      what: 'the app has no role at the API, and the API gives tokens to none without',
      mend: `Give the app of ${client} the role (API permissions > application permission > grant consent).`,
    }),
  ],
  [
    [700027, 700030],
    () => ({
      what: 'the certificate is not one of this app’s',
      mend: 'Upload the certificate that the bot signs with: App registrations > Certificates & secrets.',
    }),
  ],
  [
    [700024],
    () => ({
      what: 'what the bot proves itself with is too old or of the future',
      mend: 'Set this machine’s clock by NTP, and see that the platform renews its token file.',
    }),
  ],
  [
    [70021, 700211, 700212, 700213],
    () => ({
      what: 'no federated credential of the app fits the platform’s token',
      mend: 'Make issuer, subject and audience equal: App registrations > Certificates & secrets > Federated credentials.',
    }),
  ],
  [
    [53003, 530032],
    () => ({
      what: 'a Conditional Access policy forbids it',
      mend: 'Leave the app out of it, or run the bot where the policy allows.',
    }),
  ],
  [
    [500021, 500022],
    () => ({
      what: 'a proxy on the way restricts the tenants that may be signed in to',
      mend: 'Have the tenant allowed there (tenant restrictions).',
    }),
  ],
  [
    [50033, 90006, 90024, 90033, 90090],
    () => ({ what: 'the login has a passing fault', mend: 'Try again in a minute.' }),
  ],
];

/** The first of the numbers that is known, told; otherwise where to look it up. */
export function toldRefusal(codes: number[], names: SettingNames): Refusal | undefined {
  for (const [known, tell] of refusals) {
    const code = codes.find((each) => known.includes(each));
    if (code === undefined) continue;
    const { what, mend } = tell(names);
    return { what: `${what} (AADSTS${code})`, mend };
  }
  const [code] = codes;
  return code === undefined
    ? undefined
    : {
        what: `the login refuses (AADSTS${code})`,
        mend: `https://login.microsoftonline.com/error?code=${code} says what it means.`,
      };
}
