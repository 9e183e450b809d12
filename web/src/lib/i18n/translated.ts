/** The shape of a part of the English texts in another language: every key, no other. */
export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> };
