import { useState } from 'react';

const KEY = 'seaway-folded';

function kept(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

/** Which folders are closed in this browser, and a switch for each. */
export function useFolded(): [ReadonlySet<string>, (folder: string) => void] {
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => new Set(kept()));
  const toggle = (folder: string) => {
    const next = new Set(folded);
    if (!next.delete(folder)) next.add(folder);
    setFolded(next);
    try {
      localStorage.setItem(KEY, JSON.stringify([...next]));
    } catch {
      // Storage may be blocked: the folder is closed until the page is left.
    }
  };
  return [folded, toggle];
}
