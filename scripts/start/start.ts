import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unwritableFolder } from './data-folder.ts';
import { forPinService, readVariables, type Variables } from './environment.ts';
import './leave-with-npm.mjs';
import { runTrial, type Trial } from './trial.ts';
import { chatWindow, type WindowPerson } from './window.ts';

/** Files of the programs that `npm start` runs. */
export interface Programs {
  bot: string;
  pinService: string;
  /** Undefined where it is not installed. */
  window: string | undefined;
  /** Whether there is no trial under this NODE_ENV. */
  isProduction: (nodeEnv: string | undefined) => Promise<boolean>;
  people: (seedFile: string | undefined) => Promise<WindowPerson[]>;
}

/** Packages of the Bot Framework still use Node's own punycode; nobody who tries the bot can help it. */
const quiet = ['--disable-warning=DEP0040'];

const listening = /listening on (https?:\/\/[^\s"]+)/;

/**
 * `npm start`: the bot alone where the settings hold a registration, as hosts expect, and otherwise the trial: the
 * reference PIN service, the bot in local mode, and a chat window in the browser.
 *
 * In production there is no trial: the bot says itself what it misses.
 */
export async function start(programs: Programs): Promise<void> {
  const variables = readVariables('.env', process.env);
  if (variables.MicrosoftAppId?.trim() || (await programs.isProduction(variables.NODE_ENV))) {
    process.argv[1] = programs.bot;
    await import(pathToFileURL(programs.bot).href);
    return;
  }
  const dataDir = variables.DATA_DIR?.trim() || './data';
  process.exitCode = await startTrial(programs, {
    ...variables,
    DATA_DIR: dataDir,
    PIN_SERVICE_DATA_DIR: variables.PIN_SERVICE_DATA_DIR?.trim() || join(dataDir, 'pin-service'),
  });
}

async function startTrial(programs: Programs, variables: Settings): Promise<0 | 1> {
  const { window } = programs;
  if (window === undefined) {
    console.error(
      'The chat window is not installed: "npm ci" with the development packages brings it. With MicrosoftAppId set, the bot starts without it.',
    );
    return 1;
  }
  if (variables.PIN_SERVICE_TOKEN_ISSUER?.trim() && !variables.PIN_SERVICE_URL?.trim()) {
    console.error(
      'A trial has no identity whose token the PIN service could check: leave PIN_SERVICE_TOKEN_ISSUER out, or set MicrosoftAppId and PIN_SERVICE_SCOPE.',
    );
    return 1;
  }
  const unwritable =
    unwritableFolder(variables.DATA_DIR, 'DATA_DIR') ??
    unwritableFolder(variables.PIN_SERVICE_DATA_DIR, 'PIN_SERVICE_DATA_DIR');
  if (unwritable !== undefined) {
    console.error(unwritable);
    return 1;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  return runTrial(trialOf({ ...programs, window }, variables), console.log, stop.signal);
}

type Settings = Variables & { DATA_DIR: string; PIN_SERVICE_DATA_DIR: string };

function trialOf(programs: Programs & { window: string }, variables: Settings): Trial {
  return {
    pinService: variables.PIN_SERVICE_URL?.trim()
      ? undefined
      : {
          name: 'the PIN service',
          prefix: 'pin service | ',
          portSetting: 'PIN_SERVICE_PORT',
          args: [...quiet, programs.pinService],
          env: forPinService(variables),
          listening,
        },
    bot: (pinServiceUrl) => ({
      name: 'the bot',
      prefix: 'bot | ',
      portSetting: 'PORT',
      args: [...quiet, programs.bot],
      env: {
        ...variables,
        // Ctrl+C should not wait for a slow change: what became of it is asked at the next start.
        STOP_TIMEOUT: variables.STOP_TIMEOUT?.trim() || '4s',
        ...(pinServiceUrl === undefined ? {} : { PIN_SERVICE_URL: pinServiceUrl }),
      },
      listening,
    }),
    window: async (botUrl) =>
      chatWindow(
        programs.window,
        botUrl,
        await programs.people(variables.PIN_SERVICE_SEED || undefined),
        variables,
      ),
  };
}
