import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';

/** How an attempt ended, as a person reads it. */
export const outcomes: Record<string, MessageDescriptor> = {
  completed: msg`완료`,
  client_left: msg`클라이언트가 연결을 끊음`,
  engine_failed: msg`엔진 오류`,
  gateway_lost: msg`게이트웨이 중단`,
  waived: msg`답변을 전달하지 못해 청구하지 않음`,
};
