import type { Versioned } from '../api';

/** A draft as the browser keeps it: what was written, over which version, and what that was as text. */
export interface KeptDraft {
  source: string;
  clean: string;
  base: Versioned | null;
  at: string;
}

const keyFor = (person: string, blueprint: string) => `seaway-draft:${person}:blueprint:${blueprint}`;

/** The draft of a blueprint that a person left in this browser. */
export function loadDraft(person: string, blueprint: string): KeptDraft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyFor(person, blueprint)) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('source' in kept) || !('clean' in kept)) return null;
    return typeof kept.source === 'string' && typeof kept.clean === 'string' ? (kept as KeptDraft) : null;
  } catch {
    return null;
  }
}

/** Keeps a draft; a browser without room for it loses nothing else. */
export function keepDraft(person: string, blueprint: string, draft: KeptDraft): void {
  try {
    localStorage.setItem(keyFor(person, blueprint), JSON.stringify(draft));
  } catch {
    dropDraft(person, blueprint);
  }
}

export function dropDraft(person: string, blueprint: string): void {
  localStorage.removeItem(keyFor(person, blueprint));
}
