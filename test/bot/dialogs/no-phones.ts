import type { SignInPorts } from '../../../src/bot/dialogs/phone-sign-in.ts';

/** For tests in which nobody speaks of a phone. */
export const noPhones: SignInPorts = {
  now: () => new Date(),
  heard: () => ({ kind: 'left' }),
  facts: () => Promise.reject(new Error('Nobody asked for a phone')),
  show: () => Promise.reject(new Error('Nobody asked for a phone')),
};
