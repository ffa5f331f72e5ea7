import { Alert, Badge, Button, Checkbox, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Webhook, WebhookDelivery, WebhookWithSecret } from '../../api/types.ts';
import { useAttempt } from '../../parts/attempt.ts';
import { Secret } from '../../parts/code.tsx';
import { Dialog, FormDialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty, Mono } from '../../parts/page.tsx';
import { ErrorNotice, Loaded } from '../../parts/state.tsx';
import { Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { fits, formOf, looksCallable, newForm, stateOf, toWebhook, type DeliveryState, type WebhookForm } from './form.ts';
import { changeWebhook, createWebhook, deliveriesQuery, EVENT_TYPES, resend, rotateSecret, testWebhook } from './queries.ts';

/** Makes an endpoint and shows its secret once. */
export function CreateWebhook({ project, onClose }: { project: { id: string; name: string }; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const [form, setForm] = useState<WebhookForm>(newForm);
  const [made, setMade] = useState<WebhookWithSecret | null>(null);
  if (made) {
    return <SecretOnce title={t`웹훅을 만들었습니다`} secret={made.signing_secret} onClose={onClose} />;
  }
  return (
    <FormDialog
      title={t`${project.name} 프로젝트의 웹훅 만들기`}
      action={t`웹훅 만들기`}
      ready={fits(form)}
      onSubmit={async () => setMade(await createWebhook(signed, project.id, toWebhook(form)))}
      onDone={() => undefined}
      onClose={onClose}
    >
      <Fields form={form} onForm={setForm} />
    </FormDialog>
  );
}

/** Changes an endpoint's settings. */
export function EditWebhook({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const [form, setForm] = useState(() => formOf(webhook));
  return (
    <FormDialog title={t`${webhook.name} 설정`} action={t`저장`} ready={fits(form)} onSubmit={() => changeWebhook(signed, webhook.id, toWebhook(form))} onClose={onClose}>
      <Fields form={form} onForm={setForm} />
    </FormDialog>
  );
}

function Fields({ form, onForm }: { form: WebhookForm; onForm: (form: WebhookForm) => void }) {
  const { t } = useLingui();
  const set = (changed: Partial<WebhookForm>): void => onForm({ ...form, ...changed });
  return (
    <>
      <TextInput data-autofocus required label={t`이름`} maxLength={100} value={form.name} onChange={(event) => set({ name: event.currentTarget.value })} />
      <TextInput
        required
        type="url"
        label={t`주소`}
        description={t`공개 인터넷의 https 주소여야 합니다.`}
        placeholder="https://hooks.example.kr/hanok"
        maxLength={1000}
        value={form.url}
        error={form.url === '' || looksCallable(form.url) ? null : t`https 주소가 아닙니다`}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <Checkbox.Group label={t`알려 드릴 이벤트`} value={form.events} onChange={(events) => set({ events })}>
        <Stack gap="xs" mt="xs">
          {EVENT_TYPES.map((type) => (
            <Checkbox key={type} value={type} label={<Mono>{type}</Mono>} size="sm" />
          ))}
        </Stack>
      </Checkbox.Group>
    </>
  );
}

function SecretOnce({ title, secret, onClose }: { title: string; secret: string; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog size="lg" title={title} onClose={onClose} closable={false}>
      <Stack>
        <Alert color="yellow" variant="light" icon={<Icon name="alert" />}>
          <Trans>이 값은 지금만 볼 수 있습니다. 안전한 곳에 보관해 주세요.</Trans>
        </Alert>
        <Secret value={secret} label={t`서명 비밀 값`} />
        <Text size="sm">
          <Trans>
            받은 이벤트는 <Mono>client.webhooks.unwrap(body, headers)</Mono> 로 서명을 확인한 뒤 사용해 주세요.
          </Trans>
        </Text>
        <Group justify="flex-end">
          <Button data-autofocus onClick={onClose}>
            <Trans>값을 보관했습니다</Trans>
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** Gives an endpoint another secret and shows it once. */
export function RotateSecret({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const [keep, setKeep] = useState(true);
  const [made, setMade] = useState<WebhookWithSecret | null>(null);
  if (made) {
    return <SecretOnce title={t`비밀 값을 교체했습니다`} secret={made.signing_secret} onClose={onClose} />;
  }
  return (
    <FormDialog
      title={t`${webhook.name} 비밀 값 교체`}
      action={t`교체`}
      onSubmit={async () => setMade(await rotateSecret(signed, webhook.id, keep))}
      onDone={() => undefined}
      onClose={onClose}
    >
      <Checkbox
        data-autofocus
        label={t`지금 비밀 값을 24시간 더 사용`}
        description={t`하루 동안 두 값이 함께 서명하므로 끊김 없이 바꾸실 수 있습니다. 값이 유출되었다면 선택을 해제해 주세요.`}
        checked={keep}
        onChange={(event) => setKeep(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}

/** What was sent to an endpoint, and a way to send it something. */
export function Deliveries({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const log = useQuery(deliveriesQuery(signed, webhook.id));
  const { running, error, attempt } = useAttempt();
  const [answered, setAnswered] = useState<number | null>(null);
  const mayWrite = may(signed.session, 'webhooks:write') && webhook.enabled;
  const first = webhook.event_types[0];

  const done = (action: () => Promise<unknown>): Promise<void> =>
    attempt(async () => {
      setAnswered(null);
      try {
        await action();
      } finally {
        await client.invalidateQueries({ queryKey: deliveriesQuery(signed, webhook.id).queryKey });
      }
    });

  return (
    <Dialog size="xl" title={t`${webhook.name} 전송 기록`} onClose={onClose}>
      <Stack>
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            <Trans>최근 7일의 전송 시도입니다. 최신순으로 50개까지 보여 드립니다.</Trans>
          </Text>
          {mayWrite && first ? (
            <Button
              size="sm"
              variant="default"
              leftSection={<Icon name="send" size={18} />}
              loading={running}
              onClick={() => void done(async () => setAnswered((await testWebhook(signed, webhook.id, first)).status_code))}
            >
              <Trans>시험 이벤트 보내기</Trans>
            </Button>
          ) : null}
        </Group>
        {answered === null ? null : (
          <Alert color={answered < 300 ? 'green' : 'yellow'} variant="light">
            <Trans>시험 이벤트에 {answered} 상태로 응답했습니다.</Trans>
          </Alert>
        )}
        {error === null ? null : <ErrorNotice error={error} />}
        <Loaded of={log}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty title={t`아직 보낸 이벤트가 없습니다`}>
                <Trans>백그라운드 응답이나 배치가 끝나면 여기에 기록됩니다.</Trans>
              </Empty>
            ) : (
              <Log rows={rows} onResend={mayWrite ? (delivery) => void done(() => resend(signed, webhook.id, delivery)) : null} />
            )
          }
        </Loaded>
      </Stack>
    </Dialog>
  );
}

const colours: Record<DeliveryState, string> = { taken: 'green', again: 'yellow', given_up: 'red' };

function Log({ rows, onResend }: { rows: WebhookDelivery[]; onResend: ((delivery: string) => void) | null }) {
  const { t } = useLingui();
  const names: Record<DeliveryState, string> = { taken: t`전송됨`, again: t`재시도 예정`, given_up: t`중단됨` };
  const errors: Record<string, string> = {
    bad_address: t`호출할 수 없는 주소`,
    not_public: t`공개 인터넷의 주소가 아님`,
    connection_failed: t`연결 실패`,
    tls_failed: t`인증서 확인 실패`,
    timeout: t`시간 초과`,
    disabled: t`비활성화됨`,
  };
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table aria-label={t`전송 기록`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`시각`}</Table.Th>
            <Table.Th>{t`이벤트`}</Table.Th>
            <Table.Th>{t`시도`}</Table.Th>
            <Table.Th>{t`결과`}</Table.Th>
            <Table.Th>{t`다음 시도`}</Table.Th>
            {onResend ? <Table.Th>{t`작업`}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <Time at={row.created_at} seconds />
              </Table.Td>
              <Table.Td>
                <Mono>{row.type}</Mono>
                <br />
                <Told id={row.data_id} />
              </Table.Td>
              <Table.Td>{row.attempt}</Table.Td>
              <Table.Td>
                <Badge variant="light" color={colours[stateOf(row)]}>
                  {names[stateOf(row)]}
                </Badge>{' '}
                {row.status ?? (row.error === null ? '' : (errors[row.error] ?? row.error))}
              </Table.Td>
              <Table.Td>{row.next_attempt_at === null ? null : <Time at={row.next_attempt_at} seconds />}</Table.Td>
              {onResend ? (
                <Table.Td>
                  <Button size="compact-sm" variant="default" aria-label={t`${row.type} 다시 보내기`} onClick={() => onResend(row.id)}>
                    <Trans>다시 보내기</Trans>
                  </Button>
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What an event is about; it leads to a response, which is kept where it was asked to be. */
function Told({ id }: { id: string }) {
  const { session, organization } = useSigned();
  return id.startsWith('resp_') && may(session, 'responses:read') ? (
    <Link to="/$org/stored" params={{ org: organization }} search={{ id }}>
      <Mono>{id}</Mono>
    </Link>
  ) : (
    <Mono>{id}</Mono>
  );
}
