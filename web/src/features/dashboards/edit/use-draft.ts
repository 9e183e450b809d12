import { useCallback, useState } from 'react';
import type { Board } from '../model/types';

interface History {
  past: Board[];
  now: Board;
  future: Board[];
}

const KEPT = 100;

/** A board being arranged: every step can be undone and done again until it is saved or left. */
export function useDraft(saved: Board) {
  const [history, setHistory] = useState<History>({ past: [], now: saved, future: [] });
  const { past, now, future } = history;
  const change = useCallback((step: (board: Board) => Board) => {
    setHistory((old) => {
      const next = step(old.now);
      return next === old.now ? old : { past: [...old.past, old.now].slice(-KEPT), now: next, future: [] };
    });
  }, []);
  const undo = useCallback(() => {
    setHistory((old) => {
      const before = old.past.at(-1);
      return before ? { past: old.past.slice(0, -1), now: before, future: [old.now, ...old.future] } : old;
    });
  }, []);
  const redo = useCallback(() => {
    setHistory((old) => {
      const [next, ...rest] = old.future;
      return next ? { past: [...old.past, old.now], now: next, future: rest } : old;
    });
  }, []);
  const reset = useCallback((board: Board) => setHistory({ past: [], now: board, future: [] }), []);
  return {
    board: now,
    dirty: past.length > 0,
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    change,
    undo,
    redo,
    reset,
  };
}

export type Draft = ReturnType<typeof useDraft>;
