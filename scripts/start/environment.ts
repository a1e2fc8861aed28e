import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

export type Variables = Record<string, string | undefined>;

/** The settings as the bot will see them: those of `.env`, and over them the environment's. */
export function readVariables(file: string, environment: Variables): Variables {
  return { ...readFile(file), ...environment };
}

function readFile(file: string): Variables {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

const systemVariable =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|COMSPEC|PATHEXT|USERPROFILE)$/i;
const windowVariable =
  /^(DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|XDG_.*|DESKTOP_SESSION|BROWSER|WSL_.*|TEAMSAPPTESTER_(BROWSER|PORT)|APPDATA|LOCALAPPDATA)$/i;
const pinServiceVariable = /^(PIN_SERVICE_.*|LOG_LEVEL)$/;

/** What the PIN service gets of the variables: its own settings, and nothing of the bot's. */
export function forPinService(variables: Variables): Variables {
  return only(variables, (name) => systemVariable.test(name) || pinServiceVariable.test(name));
}

/** What the chat window gets of the variables: what opens a browser, and no secret. */
export function forWindow(variables: Variables): Variables {
  return only(variables, (name) => systemVariable.test(name) || windowVariable.test(name));
}

function only(variables: Variables, wanted: (name: string) => boolean): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => wanted(name)));
}
