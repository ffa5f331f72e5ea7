import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { Icon, type IconName } from '../../../parts/icon.tsx';
import { Time } from '../../../parts/values.tsx';
import type { Tenant } from '../../../platform/types.ts';
import classes from '../../../platform/platform.module.css';

type Step = NonNullable<Tenant['steps']>[number];

/** Steps of a tenant's making in words; one that is not here is shown by its name. */
const names: Record<string, MessageDescriptor> = {
  home: msg`위치 등록`,
  record: msg`테넌트 등록`,
  name: msg`이름 등록`,
  namespace: msg`키 네임스페이스`,
  keyspace: msg`키스페이스`,
  tables: msg`테이블`,
  encryption_keys: msg`암호화 키`,
  transparency_log: msg`투명성 로그`,
  realm: msg`인증 영역`,
  organization: msg`인증 조직`,
};

const states: Record<Step['state'], readonly [IconName, MessageDescriptor]> = {
  pending: ['rotate', msg`남음`],
  done: ['check', msg`완료`],
  undone: ['close', msg`되돌림`],
};

/** What the steps of an erasure destroy; those that are only there for the others are not among them. */
const erased: Record<string, MessageDescriptor> = {
  api_keys: msg`API 키 폐기`,
  webhooks: msg`웹훅 삭제`,
  running_work: msg`진행 중이던 작업 종료`,
  encryption_keys: msg`내용과 사람의 암호화 키 파기`,
  files: msg`파일 삭제`,
  people: msg`계정 삭제`,
  organization: msg`인증 조직 삭제`,
  records: msg`보존 기록 이전`,
  realm: msg`인증 영역 삭제`,
  keyspace: msg`키스페이스 삭제`,
  namespace: msg`키 네임스페이스 삭제`,
  home: msg`위치 등록 삭제`,
  name: msg`이름 반환`,
};

/** What an erasure destroyed, or is still to destroy. */
export function ErasureSteps({ steps }: { steps: readonly Step[] }) {
  return <Steps steps={steps.filter(({ name }) => name in erased)} words={erased} />;
}

/** How far a tenant's making is. */
export function Steps({ steps, words = names }: { steps: readonly Step[]; words?: Record<string, MessageDescriptor> }) {
  const { t } = useLingui();
  return (
    <ol className={classes.steps}>
      {steps.map(({ name, state, changedAt }) => (
        <li key={name} data-state={state}>
          <Icon name={states[state][0]} size={18} />
          <span>{words[name] ? t(words[name]) : name}</span>
          <small>
            {t(states[state][1])}
            {changedAt === null ? null : (
              <>
                {' · '}
                <Time at={changedAt} />
              </>
            )}
          </small>
        </li>
      ))}
    </ol>
  );
}
