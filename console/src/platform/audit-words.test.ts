import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { eventWords } from './audit-words.ts';

const types = [
  ...readFileSync(new URL('../../../api/src/main/java/cloud/hanok/api/audit/AuditType.java', import.meta.url), 'utf8').matchAll(/[A-Z_]+\("([a-z_.]+)"\)/g),
].map(([, type]) => type ?? '');

it('knows words for every event that the control plane records', () => {
  expect(types.length).toBeGreaterThan(40);
  expect(types.filter((type) => eventWords(type) === null)).toEqual([]);
});

it('has none for an event of a later release', () => {
  expect(eventWords('moon.landed')).toBeNull();
});
