import type { TextKey } from '../../language/catalogue.ts';

/** The short cards: each has a title and a text in the catalogue. */
export type NoticeName = TextKey extends infer Key
  ? Key extends `notice.${infer Name}.title`
    ? Name
    : never
  : never;
