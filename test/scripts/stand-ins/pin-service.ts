import { standIn } from './stand-in.ts';

standIn(
  process.env.PIN_SERVICE_DATA_DIR ?? '',
  Number(process.env.PIN_SERVICE_PORT),
  'pin-service.json',
  ({ port }) => `PIN service listening on http://127.0.0.1:${port}`,
);
