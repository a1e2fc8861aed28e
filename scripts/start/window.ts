import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { forWindow, type Variables } from './environment.ts';
import { type Program, preload } from './program.ts';

/** A person whom the chat window plays or shows. */
export interface WindowPerson {
  id: string;
  userPrincipalName: string;
  displayName: string;
}

/** Its configuration wants exactly so many people beside the one in front of it. */
const others = 5;

/**
 * Microsoft's Agents Playground as the chat window, with the first of the people in front of it.
 *
 * Its chatter is not shown, and its log, which holds what was typed, is given a path where no file can be.
 */
export function chatWindow(
  cli: string,
  botUrl: string,
  people: WindowPerson[],
  variables: Variables & { DATA_DIR: string },
): Program {
  const folder = resolve(variables.DATA_DIR, 'chat-window');
  const config = join(folder, '.m365agentsplayground.yml');
  mkdirSync(folder, { recursive: true });
  // JSON is YAML.
  writeFileSync(config, `${JSON.stringify(windowConfig(people), null, 2)}\n`);
  return {
    name: 'the chat window',
    portSetting: 'TEAMSAPPTESTER_PORT',
    args: [...preload('./loopback-only.ts'), cli, '--disable-telemetry'],
    cwd: folder,
    env: {
      ...forWindow(variables),
      ...(canOpenBrowser(variables.PATH) ? {} : { TEAMSAPPTESTER_BROWSER: 'none' }),
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      BOT_ENDPOINT: new URL('/api/messages', botUrl).href,
      DEFAULT_CHANNEL_ID: 'msteams',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(config, 'no-log'),
    },
    listening: /^Listening on (\d+)$/,
  };
}

/** The window stops at once where it wants to open a browser and finds no `xdg-open`. */
function canOpenBrowser(path = ''): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true;
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, 'xdg-open'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Every id stays the same from start to start, so that a reminder finds the chat that it was promised in. */
function windowConfig(people: WindowPerson[]) {
  const [current, ...rest] = [...people, ...strangers].slice(0, others + 1).map(windowUser);
  return {
    version: '0.1.1',
    tenantId: '5f1c0e9a-3d27-4b86-a1f4-6b2d8c9e0001',
    bot: { id: '28:5f1c0e9a-3d27-4b86-a1f4-6b2d8c9e0002', name: 'Conference PIN' },
    currentUser: current,
    users: rest,
    personalChat: { id: 'a:conference-pin-personal' },
    groupChat: { id: '19:conference-pin-group@thread.v2', name: 'Group chat' },
    team: {
      id: '19:conference-pin-team@thread.tacv2',
      name: 'Team',
      aadGroupId: '5f1c0e9a-3d27-4b86-a1f4-6b2d8c9e0003',
      channels: [{ id: '19:conference-pin-channel@thread.tacv2', name: 'Announcements' }],
    },
  };
}

/** They fill the places that a short list of people leaves; the PIN service does not know them. */
const strangers = Array.from({ length: others + 1 }, (_, index) => ({
  id: `5f1c0e9a-3d27-4b86-a1f4-6b2d8c9e010${index}`,
  userPrincipalName: `stranger${index}@contoso.example`,
  displayName: `Stranger ${index}`,
}));

function windowUser(person: WindowPerson) {
  const [givenName = '', ...surnames] = person.displayName.split(' ');
  return {
    id: `29:${person.id}`,
    name: person.displayName,
    // The window's own spelling.
    userPrincipleName: person.userPrincipalName,
    aadObjectId: person.id,
    givenName,
    surname: surnames.join(' '),
    email: person.userPrincipalName,
  };
}
