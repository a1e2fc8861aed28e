import type { SeedPerson } from './seed-form.ts';

const polycomDesk = { id: 'vvx-411-0004f2a1b2c3', model: 'Polycom VVX 411', location: 'Desk 3.14' };

/**
 * The invented people that the service starts with where no seed file is named, one for each state that a
 * client has to cope with. A module, not a data file, so that a bundle carries it.
 */
export const builtInSeed: [SeedPerson, ...SeedPerson[]] = [
  {
    id: '0d5a6b3e-94c1-4f0a-8a57-2f6c1b7e0200',
    userPrincipalName: 'robin.castellan@contoso.example',
    displayName: 'Robin Castellan',
    phoneNumber: '+14103090200',
    extension: '0200',
    deskPhones: [polycomDesk, { id: 'cx600-0004f2d4e5f6', model: 'Polycom CX600' }],
  },
  {
    id: '3c1e9f52-7d08-4b6e-9a41-5e0d83c20201',
    userPrincipalName: 'imani.okafor@contoso.example',
    displayName: 'Imani Okafor',
    phoneNumber: '+14105550131',
    extension: '0131',
    deskPhones: [{ model: 'Yealink T46', location: 'Desk 2.07' }],
    initialPin: 'random',
    initialPinAgeDays: 200,
  },
  {
    id: '71b4d0c8-2a6f-4c93-b5e7-90f1a64d0202',
    userPrincipalName: 'tomas.lindqvist@contoso.example',
    displayName: 'Tomas Lindqvist',
    phoneNumber: '+14105550142',
    extension: '0142',
    deskPhones: [{ model: 'Polycom CX600', location: 'Desk 1.22' }],
    locked: 'temporary',
    initialPin: 'random',
    initialPinAgeDays: 30,
  },
  {
    id: '8e27f6a1-c35d-4e18-8d02-b7549c1f0203',
    userPrincipalName: 'priya.raman@contoso.example',
    displayName: 'Priya Raman',
    phoneNumber: '+14105550153',
    extension: '0153',
    deskPhones: [{ model: 'AudioCodes 450HD' }],
    locked: 'administrator',
    initialPin: 'random',
    initialPinAgeDays: 90,
  },
  {
    id: 'a96c03d7-51e8-4d2b-a7f4-1c8be2750204',
    userPrincipalName: 'noel.fairbanks@contoso.example',
    displayName: 'Noel Fairbanks',
    enabled: false,
  },
  {
    id: 'b27d58e4-0f93-4a6c-9c15-d4e07a8b0205',
    userPrincipalName: 'greta.holm@contoso.example',
    displayName: 'Greta Holm',
    phoneNumber: '+14105550164',
    extension: '0164',
    disabled: true,
  },
  {
    id: 'c4f81a96-b7e2-4835-8b6d-03d9f5c70206',
    userPrincipalName: 'sam.whitlock@contoso.example',
    displayName: 'Sam Whitlock',
    phoneNumber: '+14105550175',
    extension: '0175',
    deskPhones: [],
  },
  {
    id: 'd8035bc7-6e4a-4f71-9e28-a5c26d1f0207',
    userPrincipalName: 'yuki.tanabe@contoso.example',
    displayName: 'Yuki Tanabe',
    phoneNumber: '+14105550186',
    extension: '0186',
    deskPhones: [{ model: 'Polycom Trio 8500', location: 'Room 4.01' }],
    policy: { minLength: 8, maxLength: 12, historyCount: 5, lifetimeDays: 60 },
    initialPin: 'random',
    initialPinAgeDays: 50,
  },
  {
    id: 'e5b90f1d-38c6-4720-8f9b-7d14ea630208',
    userPrincipalName: 'dana.mercer@contoso.example',
    displayName: 'Dana Mercer',
    phoneNumber: '+14105550197',
    extension: '0197',
  },
];
