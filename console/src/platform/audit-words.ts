import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';

/** What was changed, by the first part of an event's type. */
const things: Record<string, MessageDescriptor> = {
  login: msg`로그인`,
  logout: msg`로그아웃`,
  tenant: msg`테넌트`,
  'tenant.limits': msg`테넌트 상한`,
  project: msg`프로젝트`,
  'project.user': msg`프로젝트 구성원`,
  api_key: msg`API 키`,
  service_account: msg`서비스 계정`,
  key_pepper: msg`키 페퍼`,
  encryption_key: msg`암호화 키`,
  invite: msg`초대`,
  rate_limit: msg`속도 한도`,
  spend_limit: msg`지출 한도`,
  spend_alert: msg`지출 알림`,
  user: msg`구성원`,
  signup_code: msg`가입 코드`,
  operator: msg`운영자`,
  site: msg`사이트`,
  model: msg`모델`,
  model_version: msg`모델 버전`,
  deployment: msg`배포`,
  model_alias: msg`모델 별칭`,
};

/** What became of it, by the last part. */
const changes: Record<string, MessageDescriptor> = {
  succeeded: msg`성공`,
  created: msg`생성`,
  added: msg`추가`,
  signed_up: msg`가입`,
  suspended: msg`정지`,
  resumed: msg`정지 해제`,
  repaired: msg`복구`,
  policy_changed: msg`정책 변경`,
  share_changed: msg`몫 변경`,
  identity_provider_set: msg`신원 공급자 설정`,
  identity_provider_removed: msg`신원 공급자 제거`,
  updated: msg`변경`,
  archived: msg`보관`,
  rotated: msg`교체`,
  deleted: msg`삭제`,
  destroyed: msg`파기`,
  sent: msg`발송`,
  accepted: msg`수락`,
  set: msg`지정`,
  removed: msg`해제`,
  timeouts_set: msg`대기 시간 변경`,
  concurrency_set: msg`동시 처리 변경`,
};

/** An event's type in words: what was changed, and how; null where a part of it is not known here. */
export function eventWords(type: string): [MessageDescriptor, MessageDescriptor] | null {
  const dot = type.lastIndexOf('.');
  const thing = things[type.slice(0, dot)];
  const change = changes[type.slice(dot + 1)];
  return thing && change ? [thing, change] : null;
}
