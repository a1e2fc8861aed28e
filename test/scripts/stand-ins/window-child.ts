import { standIn } from './stand-in.ts';

standIn('.', 0, 'window-child.json', () => 'ready');
