import { Badge } from '@mantine/core';
import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import type { Deployment, Explanation, Tenant } from './types.ts';

/** A state in words, and the colour that says whether somebody has to look. */
export type Words = readonly [name: MessageDescriptor, colour: string];

export const tenantStates: Record<Tenant['state'], Words> = {
  active: [msg`사용 중`, 'green'],
  suspended: [msg`정지됨`, 'red'],
  closing: [msg`폐쇄 예정`, 'red'],
  erasing: [msg`파기 중`, 'yellow'],
  closed: [msg`폐쇄됨`, 'gray'],
  provisioning: [msg`만드는 중`, 'yellow'],
  removing: [msg`되돌리는 중`, 'yellow'],
};

export const deploymentStates: Record<Deployment['state'], Words> = {
  pending: [msg`대기 중`, 'yellow'],
  starting: [msg`시작 중`, 'yellow'],
  ready: [msg`제공 중`, 'green'],
  failed: [msg`실패`, 'red'],
  stopping: [msg`종료 중`, 'yellow'],
  deleted: [msg`삭제됨`, 'gray'],
};

export const isolations: Record<Tenant['isolation'], MessageDescriptor> = {
  SHARED: msg`공유`,
  DEDICATED: msg`전용`,
};

/** Classes of the national network security framework (N2SF). */
export const dataClasses: Record<Tenant['n2sf'], MessageDescriptor> = {
  O: msg`O (공개)`,
  S: msg`S (민감)`,
  C: msg`C (기밀)`,
};

/** A state as a badge. */
export function StateBadge<S extends string>({ state, words }: { state: S; words: Record<S, Words> }) {
  const { t } = useLingui();
  const [name, colour] = words[state];
  return (
    <Badge variant="light" color={colour}>
      {t(name)}
    </Badge>
  );
}

/** Why something is as it is, in the reader's language. */
export function useExplained(): (explanation: Explanation) => string {
  const { i18n } = useLingui();
  return ({ messages }) => (i18n.locale === 'en' ? messages.en : messages.ko);
}
