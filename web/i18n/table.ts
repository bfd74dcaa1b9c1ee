// The shape of a translation: the same keys as the English table. Korean has no plural, so `_one` may be missing.

export type Translation<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Translation<T[K]>;
};
