import { describe, expect, it } from 'vitest';
import { isBusinessNumber } from './business-number.ts';

describe('a business number', () => {
  it.each(['124-81-00998', '1248100998', ' 124-81-00998 '])('may be one: %s', (text) => {
    expect(isBusinessNumber(text)).toBe(true);
  });

  it.each(['', '124-81-0099', '124-81-00997', '124-81-009981', '12a-81-00998', '----------'])('is none: %s', (text) => {
    expect(isBusinessNumber(text)).toBe(false);
  });
});
