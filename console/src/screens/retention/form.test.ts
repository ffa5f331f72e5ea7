import { describe, expect, it } from 'vitest';
import type { DataRetention } from '../../api/types.ts';
import { fits, fitsOne, formOf, shortened, toUpdate } from './form.ts';

const usual: DataRetention = {
  object: 'organization.data_retention',
  type: 'none',
  responses_days: 30,
  conversations_days: 30,
  files_days: null,
  defaults: { responses_days: 30, conversations_days: 30, files_days: null },
};

describe('days of retention', () => {
  it('are empty where nothing was said, and go back as they came', () => {
    expect(formOf(usual)).toEqual({ responses_days: '', conversations_days: '', files_days: '' });
    expect(toUpdate(formOf(usual))).toEqual({ responses_days: null, conversations_days: null, files_days: null });
    const own = { ...usual, responses_days: 7, files_days: 90 };
    expect(toUpdate(formOf(own))).toEqual({ responses_days: 7, conversations_days: null, files_days: 90 });
  });

  it('are whole numbers to a year; a file is kept for one at least', () => {
    expect(['', '0', '365', ' 7 '].every((text) => fitsOne('responses_days', text))).toBe(true);
    expect(['366', '-1', '1.5', '일주일', '1e2'].some((text) => fitsOne('responses_days', text))).toBe(false);
    expect(fitsOne('files_days', '0')).toBe(false);
  });

  it('keep no conversation where no answer is kept', () => {
    expect(fits({ responses_days: '0', conversations_days: '7', files_days: '' })).toBe(false);
    expect(fits({ responses_days: '0', conversations_days: '', files_days: '' })).toBe(false);
    expect(fits({ responses_days: '0', conversations_days: '0', files_days: '' })).toBe(true);
  });

  it('say of what less is found', () => {
    expect(shortened({ responses_days: '7', conversations_days: '', files_days: '1' }, usual)).toEqual(['responses_days']);
    expect(shortened({ responses_days: '', conversations_days: '60', files_days: '' }, { ...usual, responses_days: 90 })).toEqual(['responses_days']);
    expect(shortened(formOf(usual), usual)).toEqual([]);
  });
});
