import { act, renderHook } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { isWaiting, keepWaiting, useWaiting } from './held';

describe('changes that wait', () => {
  it('are counted while the list is read, and loaded when asked for', () => {
    const load = vi.fn();
    const { result } = renderHook(() => useWaiting('ships', true, load));
    act(() => expect(keepWaiting('ships', 2)).toBe(true));
    act(() => expect(keepWaiting('ships', 1)).toBe(true));
    expect(result.current.count).toBe(3);
    expect(load).not.toHaveBeenCalled();
    act(() => result.current.show());
    expect(load).toHaveBeenCalledOnce();
    expect(result.current.count).toBe(0);
    expect(isWaiting('ships')).toBe(false);
  });

  it('do not wait where nobody reads', () => {
    const { unmount } = renderHook(() => useWaiting('ships', false, () => {}));
    expect(keepWaiting('ships', 1)).toBe(false);
    expect(keepWaiting('boats', 1)).toBe(false);
    unmount();
  });

  it('are loaded when reading ends', () => {
    const load = vi.fn();
    const { unmount } = renderHook(() => useWaiting('ships', true, load));
    act(() => void keepWaiting('ships', 1));
    unmount();
    expect(load).toHaveBeenCalledOnce();
    expect(keepWaiting('ships', 1)).toBe(false);
  });
});
