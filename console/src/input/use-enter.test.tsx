// @vitest-environment jsdom
import { fireEvent, render, screen } from '@testing-library/react';
import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { useEnter } from './use-enter.ts';

function Field({ send }: { send: (text: string) => void }) {
  return <textarea aria-label="field" {...useEnter<HTMLTextAreaElement>(send)} />;
}

function field(send: (text: string) => void): HTMLTextAreaElement {
  const { unmount } = render(<Field send={send} />);
  onTestEnd.push(unmount);
  return screen.getByLabelText('field');
}

const onTestEnd: (() => void)[] = [];

const settle = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 1)));

describe('Enter', () => {
  it('sends the text', () => {
    const send = vi.fn();
    const area = field(send);
    area.value = 'hello';
    fireEvent.keyDown(area, { key: 'Enter', keyCode: 13 });
    expect(send.mock.calls).toEqual([['hello']]);
    onTestEnd.pop()?.();
  });

  it('with Shift is a new line', () => {
    const send = vi.fn();
    const area = field(send);
    expect(fireEvent.keyDown(area, { key: 'Enter', shiftKey: true })).toBe(true);
    expect(send).not.toHaveBeenCalled();
    onTestEnd.pop()?.();
  });

  it('while a syllable is composed sends the whole syllable, once, at the first press', async () => {
    const send = vi.fn();
    const area = field(send);
    fireEvent.compositionStart(area);
    area.value = '안녕하세요';
    fireEvent.keyDown(area, { key: 'Enter', keyCode: 229, isComposing: true });
    expect(send).not.toHaveBeenCalled();
    fireEvent.compositionEnd(area, { data: '요' });
    // Windows says the key a second time.
    fireEvent.keyDown(area, { key: 'Enter', keyCode: 13 });
    fireEvent.keyUp(area, { key: 'Enter', keyCode: 13 });
    await settle();
    expect(send.mock.calls).toEqual([['안녕하세요']]);
    onTestEnd.pop()?.();
  });

  it('sends what the field holds after the composition, as Firefox fills it', async () => {
    const send = vi.fn();
    const area = field(send);
    fireEvent.compositionStart(area);
    area.value = '안녕하세';
    fireEvent.keyDown(area, { key: 'Enter', keyCode: 229, isComposing: true });
    fireEvent.compositionEnd(area, { data: '요' });
    area.value = '안녕하세요';
    await settle();
    expect(send.mock.calls).toEqual([['안녕하세요']]);
    onTestEnd.pop()?.();
  });

  it('sends once where the composition ends before the key is said, as in Safari', async () => {
    const send = vi.fn();
    const area = field(send);
    fireEvent.compositionStart(area);
    area.value = '안녕';
    fireEvent.compositionEnd(area, { data: '녕' });
    fireEvent.keyDown(area, { key: 'Enter', keyCode: 229 });
    await settle();
    expect(send.mock.calls).toEqual([['안녕']]);
    onTestEnd.pop()?.();
  });

  it('sends nothing when a composition ends without it', async () => {
    const send = vi.fn();
    const area = field(send);
    fireEvent.compositionStart(area);
    fireEvent.compositionEnd(area, { data: '가' });
    await settle();
    expect(send).not.toHaveBeenCalled();
    onTestEnd.pop()?.();
  });

  it('that is held down sends once', () => {
    const send = vi.fn();
    const area = field(send);
    fireEvent.keyDown(area, { key: 'Enter' });
    fireEvent.keyDown(area, { key: 'Enter', repeat: true });
    fireEvent.keyUp(area, { key: 'Enter' });
    expect(send).toHaveBeenCalledTimes(1);
    fireEvent.keyDown(area, { key: 'Enter' });
    expect(send).toHaveBeenCalledTimes(2);
    onTestEnd.pop()?.();
  });
});
