import { describe, expect, it } from 'vitest';
import { day, duration, integer, kst, kstExact, nanoToWon, perMillion, size, startOfDay, utc, won, wonIn } from './format.ts';

const at = new Date('2026-11-28T15:04:05Z');

describe('times', () => {
  it('are of Korea, whose day begins nine hours before that of UTC', () => {
    expect(kst(at)).toBe('2026-11-29 00:04');
    expect(kstExact(at)).toBe('2026-11-29 00:04:05 KST');
    expect(utc(at)).toBe('2026-11-28 15:04:05 UTC');
    expect(day(at)).toBe('2026-11-29');
  });

  it('have a day that begins at midnight in Korea', () => {
    expect(startOfDay(at).toISOString()).toBe('2026-11-28T15:00:00.000Z');
  });
});

describe('won', () => {
  it('has thousands and no fraction where it is large', () => {
    expect(won('1234567.4')).toBe('1,234,567원');
    expect(won('1234567.5')).toBe('1,234,568원');
    expect(won(0)).toBe('0원');
  });

  it('keeps the digits of a small amount, and never says nothing for something', () => {
    expect(won('0.072')).toBe('0.072원');
    expect(won('0.00001')).toBe('0.0001원 미만');
    expect(won(1e-7)).toBe('0.0001원 미만');
    expect(won('12.5')).toBe('12.5원');
  });

  it('is exact beyond what a float holds', () => {
    expect(won('9007199254740993')).toBe('9,007,199,254,740,993원');
    expect(nanoToWon(72_000_000n)).toBe('0.072');
    expect(nanoToWon(9_007_199_254_740_993n)).toBe('9007199.254740993');
  });

  it('is written as English readers expect', () => {
    expect(wonIn('en', '1234')).toBe('₩1,234');
    expect(wonIn('en', '0.00001')).toBe('< ₩0.0001');
    expect(wonIn('ko', '1234')).toBe('1,234원');
  });

  it('of a token becomes that of a million without a rounding', () => {
    expect(perMillion('0.0006')).toBe('600');
    expect(perMillion('0.000000001')).toBe('0.001');
    expect(perMillion('1.5')).toBe('1500000');
  });
});

describe('others', () => {
  it('are short', () => {
    expect(integer(1234567)).toBe('1,234,567');
    expect(duration(840.4)).toBe('840 ms');
    expect(duration(3210)).toBe('3.2 s');
  });

  it('are sizes by powers of 1,024, and never 1,024 of a unit', () => {
    expect([0, 1023, 1024, 1536, 1024 ** 2 - 1, 200 * 1024 ** 2, 8 * 1024 ** 3].map(size)).toEqual(['0 B', '1,023 B', '1 KiB', '1.5 KiB', '1 MiB', '200 MiB', '8 GiB']);
  });
});
