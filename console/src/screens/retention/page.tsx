import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { DataRetention } from '../../api/types.ts';
import { FormDialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Card, Facts, PageHead } from '../../parts/page.tsx';
import { Loaded } from '../../parts/state.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { fits, fitsOne, formOf, KINDS, shortened, toUpdate, type Kind, type RetentionForm } from './form.ts';
import { changeRetention, retentionQuery } from './queries.ts';

/** For how long the organisation keeps what it is asked to keep. */
export function RetentionPage() {
  const { t } = useLingui();
  const signed = useSigned();
  const retention = useQuery(retentionQuery(signed));
  const [changing, setChanging] = useState(false);
  const names = useNames();
  const mayWrite = may(signed.session, 'data_retention:write');
  return (
    <>
      <PageHead
        title={t`데이터 보관`}
        actions={
          mayWrite && retention.data ? (
            <Button leftSection={<Icon name="edit" />} onClick={() => setChanging(true)}>
              <Trans>보관 기간 변경</Trans>
            </Button>
          ) : undefined
        }
      >
        <Trans>조직이 보관하는 데이터의 보관 기간입니다. 보관하는 데이터는 모두 조직의 암호화 키로 봉인되어 국내에 저장됩니다.</Trans>
      </PageHead>
      <Loaded of={retention}>
        {(now) => (
          <Stack>
            {now.type === 'zero_data_retention' ? (
              <Alert color="blue" variant="light" icon={<Icon name="shield" />} title={t`질문과 답변을 보관하지 않습니다`}>
                <Trans>보관해 달라고 요청해도 답변만 드리고 저장하지 않습니다. 백그라운드 응답과 대화는 사용하실 수 없습니다.</Trans>
              </Alert>
            ) : null}
            <Card title={t`보관 기간`}>
              <Facts rows={KINDS.map((kind) => [names[kind].name, <Held key={kind} kind={kind} now={now} />])} />
            </Card>
            <Card title={t`보관 기간과 관계없이 남는 것`}>
              <p>
                <Trans>
                  사용량, 비용, 영수증, 변경 기록에는 질문과 답변의 내용이 없으며 법령에 따라 보관합니다. Idempotency-Key를 보낸 요청의 답변은 같은 요청이 다시 올 때를 위해
                  하루 동안 암호화하여 보관합니다.
                </Trans>
              </p>
            </Card>
            {changing ? <ChangeRetention now={now} onClose={() => setChanging(false)} /> : null}
          </Stack>
        )}
      </Loaded>
    </>
  );
}

function Held({ kind, now }: { kind: Kind; now: DataRetention }): ReactNode {
  return (
    <>
      <Days days={now[kind]} />
      {now[kind] === now.defaults[kind] ? null : (
        <>
          {' '}
          (<Trans>기본값</Trans>: <Days days={now.defaults[kind]} />)
        </>
      )}
    </>
  );
}

function Days({ days }: { days: number | null }): ReactNode {
  if (days === null) {
    return <Trans>삭제할 때까지</Trans>;
  }
  return days === 0 ? <Trans>보관하지 않음</Trans> : <Plural value={days} other="#일" />;
}

function ChangeRetention({ now, onClose }: { now: DataRetention; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const [form, setForm] = useState<RetentionForm>(() => formOf(now));
  const names = useNames();
  const wrong = (kind: Kind): string | null => {
    if (!fitsOne(kind, form[kind])) {
      return kind === 'files_days' ? t`1에서 365 사이의 일수를 입력해 주세요` : t`0에서 365 사이의 일수를 입력해 주세요`;
    }
    return kind === 'conversations_days' && !fits({ ...form, files_days: '' }) ? t`응답을 보관하지 않으면 대화도 보관할 수 없습니다: 0을 입력해 주세요` : null;
  };
  return (
    <FormDialog
      title={t`보관 기간 변경`}
      action={t`저장`}
      ready={fits(form)}
      onSubmit={async () => {
        client.setQueryData(retentionQuery(signed).queryKey, await changeRetention(signed, toUpdate(form)));
      }}
      onClose={onClose}
    >
      {KINDS.map((kind, index) => (
        <TextInput
          key={kind}
          data-autofocus={index === 0 ? true : undefined}
          inputMode="numeric"
          label={names[kind].label}
          description={names[kind].description}
          placeholder={now.defaults[kind] === null ? t`삭제할 때까지` : String(now.defaults[kind])}
          maxLength={5}
          value={form[kind]}
          error={wrong(kind)}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setForm((before) => ({ ...before, [kind]: text }));
          }}
        />
      ))}
      {fits(form) && shortened(form, now).length > 0 ? (
        <Alert color="yellow" variant="light" icon={<Icon name="alert" />}>
          <Trans>새 보관 기간보다 오래된 데이터는 저장하는 즉시 조회되지 않습니다.</Trans>
        </Alert>
      ) : null}
    </FormDialog>
  );
}

function useNames(): Record<Kind, { name: string; label: string; description: string }> {
  const { t } = useLingui();
  return {
    responses_days: {
      name: t`응답과 저장된 채팅`,
      label: t`응답과 저장된 채팅 (일)`,
      description: t`0이면 보관하지 않습니다. 비워 두면 기본값을 사용합니다.`,
    },
    conversations_days: {
      name: t({ message: '대화', context: 'kept' }),
      label: t`대화 (일)`,
      description: t`만든 날부터 셉니다. 0이면 대화를 만들 수 없습니다.`,
    },
    files_days: {
      name: t`파일`,
      label: t`파일 (일)`,
      description: t`새로 올리는 파일에 적용합니다. 배치의 입력과 출력도 파일입니다.`,
    },
  };
}
