import { createContext } from 'react';

/** Fields whose text is no value yet: by path, what is wrong with it. They hold a submit back as other errors do. */
export type Broken = Map<string, string>;

export const BrokenContext = createContext<Broken>(new Map());
