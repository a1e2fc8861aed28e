import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { StartError } from './start-error.ts';

/** The files of a certificate (with its chain) and of its key, both PEM. */
export interface TlsFiles {
  certFile: string;
  keyFile: string;
}

/**
 * Reads what the service shows of itself.
 *
 * @throws StartError `TLS_UNUSABLE` naming the setting that is wrong, and nothing of what stands in it or in its file:
 * a key may have been given where its file's name should be.
 */
export function readTls({ certFile, keyFile }: TlsFiles): SecureContextOptions {
  const cert = contentOf('PIN_SERVICE_TLS_CERT', certFile);
  const key = contentOf('PIN_SERVICE_TLS_KEY', keyFile);
  const certificate = parsed<X509Certificate>(
    () => new X509Certificate(cert),
    'PIN_SERVICE_TLS_CERT should be a PEM file that begins with a certificate',
  );
  const privateKey = parsed<KeyObject>(
    () => createPrivateKey(key),
    'PIN_SERVICE_TLS_KEY should be a PEM file of a private key without a password',
  );
  if (!certificate.checkPrivateKey(privateKey)) {
    throw unusable('PIN_SERVICE_TLS_KEY should be the key of the certificate in PIN_SERVICE_TLS_CERT');
  }
  const context: SecureContextOptions = { cert, key, minVersion: 'TLSv1.2' };
  parsed(
    () => createSecureContext(context),
    'PIN_SERVICE_TLS_CERT and PIN_SERVICE_TLS_KEY cannot be used for TLS',
  );
  return context;
}

function contentOf(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw unusable(`${setting} names a file that cannot be read`);
  }
}

function parsed<T>(parse: () => T, should: string): T {
  try {
    return parse();
  } catch {
    throw unusable(should);
  }
}

function unusable(message: string): StartError {
  return new StartError('TLS_UNUSABLE', message);
}
