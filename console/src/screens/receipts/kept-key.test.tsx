// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { useKeptKey } from './kept-key.ts';

const ORIGIN = 'hanok.example/log/1';

const kept = (told: string | null) => renderHook(({ said }) => useKeptKey(ORIGIN, said), { initialProps: { said: told } });

beforeEach(() => localStorage.clear());

describe("a log's key", () => {
  it('is the first that was told, and stays it when another is told later', () => {
    const first = kept(null);
    expect(first.result.current[0]).toBeNull();
    first.rerender({ said: 'first' });
    expect(first.result.current[0]).toBe('first');
    first.unmount();
    expect(kept('second').result.current[0]).toBe('first');
  });

  it('is the one that the reader put in, and what is told again once they took it away', () => {
    const hook = kept('told');
    act(() => hook.result.current[1]('  given by contract '));
    expect(hook.result.current[0]).toBe('given by contract');
    expect(kept('told').result.current[0]).toBe('given by contract');
    act(() => hook.result.current[1](''));
    expect(hook.result.current[0]).toBe('told');
  });
});
