import { standIn } from './stand-in.ts';

console.log('a line before it listens');
standIn(
  process.env.DATA_DIR ?? '',
  Number(process.env.PORT),
  'bot.json',
  ({ port }) => `{"msg":"listening on http://127.0.0.1:${port}"}`,
);
