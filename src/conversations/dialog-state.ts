/** The port of the store for where a dialog with a person stands. The values are the dialog library's own. */
export interface DialogStateStore {
  read(keys: string[]): Promise<Record<string, unknown>>;
  write(values: Record<string, unknown>): Promise<void>;
  delete(keys: string[]): Promise<void>;
}
