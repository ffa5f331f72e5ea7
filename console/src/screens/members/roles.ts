import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { MemberRole } from '../../api/types.ts';

/** Roles in words, from the most rights to the fewest. */
export const roleNames: Record<MemberRole, MessageDescriptor> = {
  owner: msg`소유자`,
  admin: msg`관리자`,
  developer: msg`개발자`,
  billing_viewer: msg`비용 열람자`,
  privacy_officer: msg`개인정보 보호책임자`,
  auditor: msg`감사자`,
  member: msg`구성원 (소속 프로젝트만)`,
};

export const roles = Object.keys(roleNames) as MemberRole[];
