import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { standIn } from './stand-in.ts';

// Its own child must be gone too when the window is.
const child = spawn(process.execPath, [fileURLToPath(new URL('./window-child.ts', import.meta.url))], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
child.stdout.once('data', () => {
  console.log('chatter that nobody needs to see');
  standIn('.', 0, 'window.json', ({ port }) => `Listening on ${port}`);
});
