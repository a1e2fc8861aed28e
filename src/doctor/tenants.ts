import { fine, type Look, unsure, wrong } from './finding.ts';

/** Whose people are let in: by the settings alone, for what the tenant itself knows needs rights that the bot has not. */
export const lookAtTenants: Look = async ({ settings: { registration, allowedTenants } }) => {
  const about = 'allowed tenants';
  if (!registration) return [];
  if (!allowedTenants || allowedTenants.length === 0) {
    return [
      wrong(
        about,
        'none, so that nobody is let in',
        'Name one in ALLOWED_TENANTS, or leave that setting out.',
      ),
    ];
  }
  if (!allowedTenants.includes(registration.tenantId)) {
    return [
      unsure(
        about,
        'ALLOWED_TENANTS leaves out the app’s own tenant, so that its people are refused without a word',
        'Add MicrosoftAppTenantId to it, if they are to use the bot.',
      ),
    ];
  }
  return [
    fine(
      about,
      allowedTenants.length === 1 ? 'the app’s own' : `${allowedTenants.length}, the app’s own among them`,
    ),
  ];
};
