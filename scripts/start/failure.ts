import type { Ended, Program } from './program.ts';

/**
 * Why a program is gone: one line for the port that is taken, which happens to everybody sooner or later, the program's
 * own words where it gave any, and how it ended where it gave none.
 */
export function failureLines(program: Program, ended: Ended): string[] {
  const name = capital(program.name);
  const said = ended.output.join('\n').trim();
  if (program.prefix === undefined || said === '') return [`${name} stopped (${ended.how}).`];
  if (!said.includes('EADDRINUSE')) return said.split('\n');
  const port = /EADDRINUSE.*?:(\d+)/.exec(said)?.[1];
  const which = port === undefined ? 'its port' : `port ${port}`;
  return [
    `${name} cannot start: ${which} is taken by another program. ${program.portSetting} can name a free one.`,
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
