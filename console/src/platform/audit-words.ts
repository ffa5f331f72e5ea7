import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';

/** What was changed, by the first part of an event's type. */
const things: Record<string, MessageDescriptor> = {
  login: msg({ message: '로그인', context: 'event' }),
  logout: msg({ message: '로그아웃', context: 'event' }),
  tenant: msg({ message: '테넌트', context: 'event' }),
  'tenant.limits': msg({ message: '테넌트 상한', context: 'event' }),
  project: msg({ message: '프로젝트', context: 'event' }),
  'project.user': msg({ message: '프로젝트 구성원', context: 'event' }),
  api_key: msg({ message: 'API 키', context: 'event' }),
  service_account: msg({ message: '서비스 계정', context: 'event' }),
  key_pepper: msg({ message: '키 페퍼', context: 'event' }),
  encryption_key: msg({ message: '암호화 키', context: 'event' }),
  invite: msg({ message: '초대', context: 'event' }),
  rate_limit: msg({ message: '속도 한도', context: 'event' }),
  spend_limit: msg({ message: '지출 한도', context: 'event' }),
  data_retention: msg({ message: '데이터 보관', context: 'event' }),
  spend_alert: msg({ message: '지출 알림', context: 'event' }),
  user: msg({ message: '구성원', context: 'event' }),
  signup_code: msg({ message: '가입 코드', context: 'event' }),
  operator: msg({ message: '운영자', context: 'event' }),
  site: msg({ message: '사이트', context: 'event' }),
  model: msg({ message: '모델', context: 'event' }),
  model_version: msg({ message: '모델 버전', context: 'event' }),
  deployment: msg({ message: '배포', context: 'event' }),
  response: msg({ message: '저장된 응답', context: 'event' }),
  chat_completion: msg({ message: '저장된 채팅', context: 'event' }),
  conversation: msg({ message: '대화', context: 'event' }),
  'conversation.item': msg({ message: '대화 항목', context: 'event' }),
  file: msg({ message: '파일', context: 'event' }),
  upload: msg({ message: '업로드', context: 'event' }),
  webhook: msg({ message: '웹훅', context: 'event' }),
  'upload.part': msg({ message: '업로드 파트', context: 'event' }),
  batch: msg({ message: '배치', context: 'event' }),
  model_alias: msg({ message: '모델 별칭', context: 'event' }),
};

/** What became of it, by the last part. */
const changes: Record<string, MessageDescriptor> = {
  succeeded: msg({ message: '성공', context: 'event' }),
  created: msg({ message: '생성', context: 'event' }),
  added: msg({ message: '추가', context: 'event' }),
  signed_up: msg({ message: '가입', context: 'event' }),
  suspended: msg({ message: '정지', context: 'event' }),
  resumed: msg({ message: '정지 해제', context: 'event' }),
  closing: msg({ message: '폐쇄 시작', context: 'event' }),
  erased: msg({ message: '데이터 파기', context: 'event' }),
  reopened: msg({ message: '폐쇄 취소', context: 'event' }),
  repaired: msg({ message: '복구', context: 'event' }),
  policy_changed: msg({ message: '정책 변경', context: 'event' }),
  share_changed: msg({ message: '몫 변경', context: 'event' }),
  identity_provider_set: msg({ message: '신원 공급자 설정', context: 'event' }),
  identity_provider_removed: msg({ message: '신원 공급자 제거', context: 'event' }),
  updated: msg({ message: '변경', context: 'event' }),
  archived: msg({ message: '보관', context: 'event' }),
  rotated: msg({ message: '교체', context: 'event' }),
  deleted: msg({ message: '삭제', context: 'event' }),
  cancelled: msg({ message: '취소', context: 'event' }),
  destroyed: msg({ message: '파기', context: 'event' }),
  sent: msg({ message: '발송', context: 'event' }),
  accepted: msg({ message: '수락', context: 'event' }),
  set: msg({ message: '지정', context: 'event' }),
  removed: msg({ message: '해제', context: 'event' }),
  timeouts_set: msg({ message: '대기 시간 변경', context: 'event' }),
  completed: msg({ message: '완료', context: 'event' }),
  secret_rotated: msg({ message: '비밀 값 교체', context: 'event' }),
  tested: msg({ message: '시험', context: 'event' }),
  event_resent: msg({ message: '이벤트 재전송', context: 'event' }),
  concurrency_set: msg({ message: '동시 처리 변경', context: 'event' }),
};

/** An event's type in words: what was changed, and how; null where a part of it is not known here. */
export function eventWords(type: string): [MessageDescriptor, MessageDescriptor] | null {
  const dot = type.lastIndexOf('.');
  const thing = things[type.slice(0, dot)];
  const change = changes[type.slice(dot + 1)];
  return thing && change ? [thing, change] : null;
}
