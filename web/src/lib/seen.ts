const PREFIX = 'seaway-seen-';

/** Remembers in this browser that a person has done something once. */
export function markSeen(what: string): void {
  try {
    localStorage.setItem(PREFIX + what, 'yes');
  } catch {
    // Storage may be blocked: the hint simply stays.
  }
}

export function hasSeen(what: string): boolean {
  try {
    return localStorage.getItem(PREFIX + what) === 'yes';
  } catch {
    return false;
  }
}
