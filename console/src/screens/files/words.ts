import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { Purpose } from './queries.ts';

/** What a file is for, as a person reads it. */
export const purposes: Record<Purpose, MessageDescriptor> = {
  user_data: msg`사용자 데이터`,
  batch: msg`배치 입력`,
  batch_output: msg`배치 결과`,
  assistants: msg`어시스턴트`,
  vision: msg`이미지 입력`,
  'fine-tune': msg`파인튜닝`,
  evals: msg`평가`,
};
