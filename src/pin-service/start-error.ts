/** Why the service does not start, in one line that a person can act on. It never holds a secret's value. */
export class StartError extends Error {
  readonly code:
    | 'SETTINGS_INVALID'
    | 'SEED_INVALID'
    | 'TLS_UNUSABLE'
    | 'DATA_DIR_UNUSABLE'
    | 'DATA_DIR_IN_USE'
    | 'PEPPER_CHANGED'
    | 'STORE_CHANGED'
    | 'SCRIPTS_MISSING';

  constructor(code: StartError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
