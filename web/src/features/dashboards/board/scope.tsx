import { createContext, useContext } from 'react';
import type { Scope } from '../model/types';

const Context = createContext<Scope | null>(null);

export const ScopeProvider = Context.Provider;

/** What the reader chose above the widgets. */
export function useScope(): Scope {
  const scope = useContext(Context);
  if (!scope) throw new Error('A widget outside of a dashboard.');
  return scope;
}
