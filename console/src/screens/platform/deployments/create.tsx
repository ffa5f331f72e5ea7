import { NativeSelect, NumberInput, PasswordInput, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { FormDialog } from '../../../parts/dialog.tsx';
import { ErrorNotice } from '../../../parts/state.tsx';
import classes from '../../../platform/platform.module.css';
import { familiesQuery, sitesQuery, tenantsQuery } from '../../../platform/queries.ts';
import type { NewDeployment } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { versionsQuery } from '../registry/queries.ts';
import { emptyDeployment, enginesOf, isName, isWholeDeployment, toNewDeployment, type DeploymentForm } from './form.ts';
import { createDeployment, deploymentChanged } from './queries.ts';

/** Offers a version of a model under a name at a price, and goes to see how it starts. */
export function CreateDeployment({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const navigate = useNavigate();
  const families = useQuery(familiesQuery(signed));
  const sites = useQuery(sitesQuery(signed));
  const tenants = useQuery({ ...tenantsQuery(signed), enabled: may(signed.session, 'platform.tenants:read') });
  const [form, setForm] = useState(emptyDeployment);
  const attempt = useRef({ body: '', key: '' });
  const family = form.family || (families.data?.rows[0]?.id ?? '');
  const versions = useQuery({ ...versionsQuery(signed, family), enabled: family !== '' });
  const available = (versions.data?.rows ?? []).filter(({ state }) => state === 'available');
  const version = available.find(({ id }) => id === form.modelVersion) ?? available[0];
  const engines = version ? enginesOf(version) : [];
  const site = form.site || (sites.data?.rows[0]?.id ?? '');
  const whole: DeploymentForm = { ...form, site, engine: engines.find((engine) => engine === form.engine) ?? engines[0] ?? form.engine };
  const set = (changed: Partial<DeploymentForm>): void => setForm((before) => ({ ...before, ...changed }));
  const failed = [families, sites, versions].find(({ isError }) => isError);

  const submit = async (): Promise<void> => {
    if (!version) {
      return;
    }
    const wanted = toNewDeployment(whole, version);
    const body = JSON.stringify(wanted);
    if (attempt.current.body !== body) {
      attempt.current = { body, key: crypto.randomUUID() };
    }
    const made = await createDeployment(signed, wanted, attempt.current.key);
    await deploymentChanged(client, made.id);
    await navigate({ to: '/-/deployments/$id', params: { id: made.id } });
  };

  return (
    <FormDialog title={t`배포하기`} action={t`배포하기`} size="lg" ready={isWholeDeployment(whole, version)} onSubmit={submit} onClose={onClose}>
      {failed ? <ErrorNotice error={failed.error} retry={() => void failed.refetch()} /> : null}
      <div className={classes.fields}>
        <NativeSelect
          data-autofocus
          label={t({ message: '모델', context: 'one' })}
          value={family}
          data={(families.data?.rows ?? []).map(({ id, name, publisher }) => ({ value: id, label: `${name} (${publisher})` }))}
          onChange={(event) => set({ family: event.currentTarget.value, modelVersion: '' })}
        />
        <NativeSelect
          label={t`버전`}
          value={version?.id ?? ''}
          data={available.length === 0 ? [{ value: '', label: t`사용할 수 있는 버전 없음` }] : available.map(({ id, version: name }) => ({ value: id, label: name }))}
          onChange={(event) => set({ modelVersion: event.currentTarget.value })}
        />
      </div>
      <TextInput
        required
        label={t`이름`}
        description={t`호출할 때 model에 넣는 이름입니다. 같은 풀에서 하나뿐이어야 합니다.`}
        maxLength={96}
        value={form.name}
        error={form.name === '' || isName(form.name) ? null : t`영문 소문자, 숫자, 점, 밑줄, 하이픈만 사용할 수 있습니다.`}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <div className={classes.fields}>
        <NativeSelect
          label={t({ message: '사이트', context: 'one' })}
          description={t`실행되는 데이터 센터입니다.`}
          value={site}
          data={(sites.data?.rows ?? []).map(({ id, name, country }) => ({ value: id, label: `${name} (${country})` }))}
          onChange={(event) => set({ site: event.currentTarget.value })}
        />
        <NativeSelect
          label={t`풀`}
          description={t`전용 테넌트에게만 제공할 수도 있습니다.`}
          value={form.pool}
          data={[
            { value: 'shared', label: t`공유` },
            ...(tenants.data?.rows ?? []).filter(({ isolation }) => isolation === 'DEDICATED').map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => set({ pool: event.currentTarget.value })}
        />
        <NativeSelect label={t`엔진`} description={t`가중치를 읽는 엔진입니다.`} value={whole.engine} data={engines} onChange={(event) => set({ engine: event.currentTarget.value as NewDeployment['engine'] })} />
      </div>
      {version?.kind === 'declared' ? (
        <>
          <TextInput
            required
            label={t`엔진 주소`}
            description={t`/v1로 끝나는 주소입니다. 설정한 네트워크에 있는 엔진만 연결할 수 있습니다.`}
            placeholder="http://10.0.0.5:8000/v1"
            maxLength={2048}
            value={form.url}
            onChange={(event) => set({ url: event.currentTarget.value })}
          />
          <div className={classes.fields}>
            <PasswordInput label={t`엔진 토큰`} description={t`엔진이 요구할 때만 입력해 주세요.`} autoComplete="off" value={form.credential} onChange={(event) => set({ credential: event.currentTarget.value })} />
            <TextInput label={t`엔진에서의 이름`} description={t`비워 두시면 위 이름과 같습니다.`} maxLength={256} value={form.upstreamModel} onChange={(event) => set({ upstreamModel: event.currentTarget.value })} />
            <NumberInput label={t`동시 처리`} description={t`모르면 0으로 두세요.`} min={0} max={100_000} allowDecimal={false} value={form.concurrency} onChange={(value) => set({ concurrency: Number(value) })} />
          </div>
        </>
      ) : null}
      <div>
        <Text size="sm" fw={700} mb="xs">
          <Trans>가격 (원, 100만 토큰당, 부가세 별도)</Trans>
        </Text>
        <div className={classes.fields}>
          {(
            [
              ['input', t`입력`],
              ['cached', t`캐시된 입력`],
              ['output', t`출력`],
            ] as const
          ).map(([id, label]) => (
            <NumberInput key={id} label={label} min={0} decimalScale={3} allowNegative={false} thousandSeparator="," value={form[id]} onChange={(value) => set({ [id]: value === '' ? Number.NaN : Number(value) })} />
          ))}
        </div>
      </div>
    </FormDialog>
  );
}
