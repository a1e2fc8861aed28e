/** `npm run check:dependencies`: holds the production packages to their rules. Ends with 1 where one is broken. */
import { fileURLToPath } from 'node:url';
import { auditProduction } from './audit.ts';
import { checkDependencies, exceptionsFile } from './check.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { notes, problems } = checkDependencies(
  root,
  await auditProduction(root),
  new Date().toISOString().slice(0, 10),
);
for (const note of notes) console.log(note);
for (const problem of problems) console.error(`- ${problem}`);
if (problems.length > 0) {
  console.error(`What cannot be mended now is named in ${exceptionsFile}, with a reason and an end.`);
  process.exitCode = 1;
}
