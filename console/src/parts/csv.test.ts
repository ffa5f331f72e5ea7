import { describe, expect, it } from 'vitest';
import { csv } from './csv.ts';

describe('CSV', () => {
  it('is read as Korean by spreadsheets and keeps commas, quotes and lines', () => {
    expect(csv([['이름', '값'], ['a,b "c"\nd', 1.5]])).toBe('\uFEFF이름,값\r\n"a,b ""c""\nd",1.5\r\n');
  });

  it('runs no formula that somebody put into a name', () => {
    expect(csv([['=HYPERLINK(1)', '+82', '@x', '-5']])).toBe("\uFEFF'=HYPERLINK(1),'+82,'@x,-5\r\n");
  });
});
