import { describe, expect, it } from 'vitest';
import type { EngineLog } from '../../../platform/types.ts';
import { linesWith, MOST_LINES, NO_LOG, withPart } from './log.ts';

const part = (text: string, from: number, to: number): EngineLog => ({ object: 'engine_log', deployment: 'dep_1', text, from, to });
const texts = ({ lines }: { lines: readonly { text: string }[] }): string[] => lines.map(({ text }) => text);

describe('a log that is followed', () => {
  it('grows by what comes next, and stays the same object when nothing does', () => {
    const first = withPart(NO_LOG, part('하나\n둘\n', 100, 114), '-');
    expect(texts(first)).toEqual(['하나', '둘']);
    expect(first.to).toBe(114);
    const second = withPart(first, part('셋\n\n', 114, 119), '-');
    expect(texts(second)).toEqual(['하나', '둘', '셋', '']);
    expect(second.lines.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(withPart(second, part('', 119, 119), '-')).toBe(second);
  });

  it('says where it began anew', () => {
    const before = withPart(NO_LOG, part('옛 줄\n', 0, 8), '-');
    expect(texts(withPart(before, part('새 줄\n', 0, 8), '-- 다시 --'))).toEqual(['옛 줄', '-- 다시 --', '새 줄']);
  });

  it('lets the oldest lines go', () => {
    const long = Array.from({ length: MOST_LINES + 10 }, (_, index) => `${index}\n`).join('');
    const log = withPart(NO_LOG, part(long, 0, long.length), '-');
    expect(log.lines).toHaveLength(MOST_LINES);
    expect(log.lines[0]).toEqual({ number: 11, text: '10' });
  });

  it('is searched whatever the case and the form of Hangul', () => {
    const log = withPart(NO_LOG, part('Loaded 모델\nslot 1\n', 0, 24), '-');
    expect(linesWith(log.lines, ' loaded ').map(({ text }) => text)).toEqual(['Loaded 모델']);
    expect(linesWith(log.lines, '모델'.normalize('NFD'))).toHaveLength(1);
    expect(linesWith(log.lines, '')).toHaveLength(2);
    expect(linesWith(log.lines, '없는 말')).toEqual([]);
  });
});
