import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { Model } from '../../api/types.ts';

type Capability = NonNullable<Model['capabilities']>[number];

/** What models can, in words. */
export const capabilityNames: Record<Capability, MessageDescriptor> = {
  chat: msg`대화`,
  completions: msg`이어쓰기`,
  embeddings: msg`임베딩`,
  tools: msg`도구 호출`,
  parallel_tools: msg`병렬 도구 호출`,
  json_schema: msg`JSON 스키마`,
  logprobs: msg`로그 확률`,
  images: msg`이미지 입력`,
  reasoning: msg`추론`,
};

/** A country's name in the reader's language; the code where it is no country. */
export function countryName(locale: string, code: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
