import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readRegions } from './helpdesk/desks.ts';

/** The desks of a JSON file that a setting names. */
export const regionsFile = z.string().transform((path, context) => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    context.addIssue('should name a file that is there');
    return z.NEVER;
  }
  const read = readRegions(text);
  if ('regions' in read) return read.regions;
  context.addIssue(read.problem);
  return z.NEVER;
});
