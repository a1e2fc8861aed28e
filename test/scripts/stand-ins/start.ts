import { fileURLToPath } from 'node:url';
import { start } from '../../../scripts/start/start.ts';
import { isProduction } from '../../../src/production.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

await start({
  bot: path('./bot.ts'),
  pinService: path('./pin-service.ts'),
  window: path('./window.ts'),
  isProduction: async (nodeEnv) => isProduction(nodeEnv),
  people: async () => [
    {
      id: '0d5a6b3e-94c1-4f0a-8a57-2f6c1b7e0200',
      userPrincipalName: 'ada@contoso.example',
      displayName: 'Ada Byron King',
    },
    {
      id: '3c1e9f52-7d08-4b6e-9a41-5e0d83c20201',
      userPrincipalName: 'ben@contoso.example',
      displayName: 'Ben',
    },
  ],
});
