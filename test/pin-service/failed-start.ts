import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { runPinService } from './run-service.ts';
import { temporaryDir } from './seed-file.ts';

/** Runs a service that should not start, on a free port; tells its exit code and all that it wrote. */
export async function failedStart(env: Record<string, string>) {
  const { child, logs } = runPinService({
    PIN_SERVICE_DATA_DIR: temporaryDir(),
    PIN_SERVICE_PORT: '0',
    ...env,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [code] = await once(child, 'close');
  return { code, logs: logs() };
}
