import type { TokenCredential } from '@azure/identity';

/** Whose name the bot calls in, and how it proves it. Ids are GUIDs. */
export type Identity =
  /** Without a client id the one that the machine itself has. */
  | { kind: 'managedIdentity'; clientId?: string | undefined }
  | { kind: 'workloadIdentity'; tenantId: string; clientId: string; tokenFile: string }
  | { kind: 'clientCertificate'; tenantId: string; clientId: string; certificateFile: string }
  | { kind: 'clientSecret'; tenantId: string; clientId: string; clientSecret: string };

/**
 * The one place where a credential is chosen: the one that the settings name. Nothing is tried in turn, so that a machine
 * with two identities never calls with the wrong one. The library is loaded here only: it costs a start a tenth of a
 * second.
 *
 * @param loginUrl another cloud's login; undefined for the public one
 */
export async function credentialFor(identity: Identity, loginUrl?: string): Promise<TokenCredential> {
  const azure = await import('@azure/identity');
  // An address from the settings is trusted as it is, and Microsoft's public directory is not asked about it.
  const authority = loginUrl === undefined ? {} : { authorityHost: loginUrl, disableInstanceDiscovery: true };
  switch (identity.kind) {
    case 'managedIdentity':
      return identity.clientId === undefined
        ? new azure.ManagedIdentityCredential()
        : new azure.ManagedIdentityCredential({ clientId: identity.clientId });
    case 'workloadIdentity': {
      const { tenantId, clientId, tokenFile: tokenFilePath } = identity;
      return new azure.WorkloadIdentityCredential({ tenantId, clientId, tokenFilePath, ...authority });
    }
    case 'clientCertificate': {
      const certificate = { certificatePath: identity.certificateFile };
      return new azure.ClientCertificateCredential(
        identity.tenantId,
        identity.clientId,
        certificate,
        authority,
      );
    }
    case 'clientSecret':
      return new azure.ClientSecretCredential(
        identity.tenantId,
        identity.clientId,
        identity.clientSecret,
        authority,
      );
  }
}
