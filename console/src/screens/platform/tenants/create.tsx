import { Alert, Button, Group, NativeSelect, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { InvitationLink } from '../../../organization/invitation-link.tsx';
import { Secret } from '../../../parts/code.tsx';
import { Dialog, FormDialog } from '../../../parts/dialog.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { ErrorNotice } from '../../../parts/state.tsx';
import classes from '../../../platform/platform.module.css';
import { tenantsQuery } from '../../../platform/queries.ts';
import { dataClasses, isolations } from '../../../platform/states.tsx';
import type { CreatedTenant, Invite, Tenant } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { areCountries, emptyForm, isolated, isWhole, toNewTenant, wrongRanges, type TenantForm } from './form.ts';
import { createTenant, inviteInto, tenantChanged } from './queries.ts';
import { Steps } from './steps.tsx';

/** What came of the first owner's invitation; null where nobody was to be invited. */
type Invited = { invite: Invite } | { error: unknown } | null;

/** Makes a tenant, shows its first key this once, and invites its first owner. */
export function CreateTenant({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const [form, setForm] = useState(emptyForm);
  const [made, setMade] = useState<{ tenant: CreatedTenant; invited: Invited } | null>(null);
  // What is asked again is the same attempt; something else is another.
  const attempt = useRef({ body: '', key: '' });
  const set = (changed: Partial<TenantForm>): void => setForm((before) => ({ ...before, ...changed }));

  const submit = async (): Promise<void> => {
    const wanted = toNewTenant(form);
    const body = JSON.stringify(wanted);
    if (attempt.current.body !== body) {
      attempt.current = { body, key: crypto.randomUUID() };
    }
    try {
      const tenant = await createTenant(signed, wanted, attempt.current.key);
      const invited = form.owner.trim() === '' ? null : await inviteInto(signed, tenant.id, form.owner, 'owner').then((invite) => ({ invite }), (error: unknown) => ({ error }));
      setMade({ tenant, invited });
    } finally {
      await client.invalidateQueries({ queryKey: tenantsQuery(signed).queryKey });
    }
  };

  if (made) {
    return <Made tenant={made.tenant} invited={made.invited} onClose={() => void tenantChanged(client, made.tenant.id).then(onClose)} />;
  }
  const wrong = wrongRanges(form.networks).join(', ');
  return (
    <FormDialog
      title={t`테넌트 만들기`}
      action={t`만들기`}
      size="lg"
      ready={isWhole(form)}
      onSubmit={submit}
      onDone={() => undefined}
      onClose={onClose}
      progress={<Making name={toNewTenant(form).name} isDedicated={form.isolation === 'DEDICATED'} />}
    >
      <TextInput data-autofocus required label={t`이름`} description={t`기업이나 기관의 이름입니다. 다른 테넌트와 같을 수 없습니다.`} maxLength={100} value={form.name} onChange={(event) => set({ name: event.currentTarget.value })} />
      <div className={classes.fields}>
        <NativeSelect
          label={t`격리`}
          description={form.isolation === 'SHARED' ? t`모델과 저장소를 다른 테넌트와 함께 사용합니다.` : t`키스페이스, 영역, 키, 모델 풀을 따로 둡니다.`}
          value={form.isolation}
          data={Object.entries(isolations).map(([value, label]) => ({ value, label: t(label) }))}
          onChange={(event) => setForm(isolated(form, event.currentTarget.value as Tenant['isolation']))}
        />
        <NativeSelect
          label={t`N2SF 등급`}
          description={t`O보다 높은 등급은 전용 테넌트만 가질 수 있으며, 국가기관으로 표시됩니다.`}
          value={form.n2sf}
          disabled={form.isolation === 'SHARED'}
          data={Object.entries(dataClasses).map(([value, label]) => ({ value, label: t(label) }))}
          onChange={(event) => set({ n2sf: event.currentTarget.value as Tenant['n2sf'] })}
        />
      </div>
      <div className={classes.fields}>
        <TextInput
          required
          label={t`허용 국가`}
          description={t`데이터를 처리할 수 있는 국가입니다. ISO 국가 코드를 쉼표로 구분해 주세요.`}
          value={form.countries}
          error={areCountries(form.countries) ? null : t`KR처럼 두 글자 국가 코드를 입력해 주세요.`}
          onChange={(event) => set({ countries: event.currentTarget.value })}
        />
        <NumberInput
          required
          label={t`월 한도 (원)`}
          description={t`한 달에 사용할 수 있는 금액입니다. 부가세는 제외합니다.`}
          min={0}
          max={Number.MAX_SAFE_INTEGER}
          allowDecimal={false}
          thousandSeparator=","
          value={form.creditLimitWon}
          onChange={(value) => set({ creditLimitWon: Number(value) })}
        />
      </div>
      <Textarea
        label={t`허용 네트워크`}
        description={t`비워 두시면 어디서나 접속할 수 있습니다. 한 줄에 하나씩 입력해 주세요.`}
        placeholder="203.0.113.0/24"
        autosize
        minRows={2}
        maxRows={6}
        value={form.networks}
        error={wrong === '' ? null : t`IP 주소나 범위가 아닙니다: ${wrong}`}
        onChange={(event) => set({ networks: event.currentTarget.value })}
      />
      {form.isolation === 'DEDICATED' ? (
        <TextInput
          label={t`데이터베이스 클러스터`}
          description={t`hanok.dedicated.clusters에 설정한 이름입니다. 비워 두시면 플랫폼의 클러스터를 사용하며, 나중에 바꿀 수 없습니다.`}
          maxLength={32}
          value={form.cluster}
          onChange={(event) => set({ cluster: event.currentTarget.value })}
        />
      ) : null}
      <TextInput
        type="email"
        label={t`첫 소유자의 이메일`}
        description={t`입력하시면 바로 초대합니다. 소유자가 다른 구성원을 초대하고 API 키를 관리합니다.`}
        maxLength={254}
        value={form.owner}
        onChange={(event) => set({ owner: event.currentTarget.value })}
      />
    </FormDialog>
  );
}

/** How far the making is, as soon as the tenant is there to be seen. */
function Making({ name, isDedicated }: { name: string; isDedicated: boolean }) {
  const signed = useSigned();
  const tenants = useQuery({ ...tenantsQuery(signed), refetchInterval: 2_000 });
  const steps = tenants.data?.rows.find((tenant) => tenant.name === name)?.steps ?? [];
  return (
    <div role="status">
      <Text size="sm" mb="xs">
        {isDedicated ? <Trans>전용 자원을 만들고 있습니다. 15초에서 1분쯤 걸립니다.</Trans> : <Trans>만들고 있습니다.</Trans>}
      </Text>
      <Steps steps={steps} />
    </div>
  );
}

function Made({ tenant, invited, onClose }: { tenant: CreatedTenant; invited: Invited; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog size="lg" title={t`${tenant.name} 테넌트를 만들었습니다`} onClose={onClose}>
      <Stack>
        <Alert color="yellow" icon={<Icon name="alert" />}>
          <Trans>관리 키는 지금만 볼 수 있습니다. 안전한 곳에 보관해 주세요.</Trans>
        </Alert>
        <Secret value={tenant.adminKey} label={t`관리 키`} />
        {invited === null ? null : 'error' in invited ? (
          <>
            <ErrorNotice error={invited.error} />
            <Text size="sm">
              <Trans>테넌트는 만들어졌지만 소유자를 초대하지 못했습니다. 테넌트의 초대 탭에서 다시 초대해 주세요.</Trans>
            </Text>
          </>
        ) : (
          <OwnerInvited tenant={tenant.id} invite={invited.invite} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>닫기</Trans>
          </Button>
          <Button data-autofocus renderRoot={(props) => <Link to="/-/tenants/$id" params={{ id: tenant.id }} {...props} />}>
            <Trans>테넌트 열기</Trans>
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** That somebody was invited; where mail is not configured, the operator hands the link over. */
export function OwnerInvited({ tenant, invite }: { tenant: string; invite: Invite }) {
  return invite.token === undefined ? (
    <Alert color="green" icon={<Icon name="check" />}>
      <Trans>{invite.email}(으)로 초대 메일을 보냈습니다. 7일 안에 수락해야 합니다.</Trans>
    </Alert>
  ) : (
    <InvitationLink tenant={tenant} email={invite.email} token={invite.token} />
  );
}
