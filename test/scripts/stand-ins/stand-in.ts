import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What a stand-in tells the test about itself. */
export interface Report {
  pid: number;
  address: AddressInfo;
  env: Record<string, string | undefined>;
  args: string[];
}

/** Listens like the program that it stands for, answers everything with 200, and writes its report into the folder. */
export function standIn(
  folder: string,
  port: number,
  report: string,
  say: (address: AddressInfo) => string,
): void {
  // Without a host, so that the chat window's is seen to come from its preload.
  const server = createServer((_request, response) => response.end('here'));
  server.listen(port, () => {
    const address = server.address() as AddressInfo;
    const told: Report = { pid: process.pid, address, env: process.env, args: process.argv.slice(2) };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, report), JSON.stringify(told));
    console.log(say(address));
  });
}
