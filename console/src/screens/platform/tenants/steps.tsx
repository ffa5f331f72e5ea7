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

/** How far a tenant's making is. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  const { t } = useLingui();
  return (
    <ol className={classes.steps}>
      {steps.map(({ name, state, changedAt }) => (
        <li key={name} data-state={state}>
          <Icon name={states[state][0]} size={18} />
          <span>{names[name] ? t(names[name]) : name}</span>
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
