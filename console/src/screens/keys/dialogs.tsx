import { Accordion, Alert, Button, Checkbox, Group, NativeSelect, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { ApiKey, IssuedKey } from '../../api/types.ts';
import { useAttempt } from '../../parts/attempt.ts';
import { CodeForms, Secret } from '../../parts/code.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ErrorNotice, Loaded } from '../../parts/state.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { baseAddress, firstCall, snippets } from '../../snippets/snippets.ts';
import { modelsQuery } from '../models/queries.ts';
import { expiries, formOf, limitsOf, lines, looksLikeRange, newForm, toChanges, toNewKey, type KeyForm } from './form.ts';
import { changeKey, createKey, keyLimitsQuery, rotateKey, setKeyLimits, type KeyLimits } from './queries.ts';

interface Project {
  id: string;
  name: string;
}

const NO_LIMITS: KeyLimits = { requestsPerMinute: null, tokensPerMinute: null, wonPerMonth: null };

/** Everything a key may be used for. */
const ENDPOINTS = ['chat', 'completions', 'embeddings', 'tokenize', 'models', 'files', 'batches', 'receipts', 'requests'];

/** Makes a key, shows its value once, and how it is used. */
export function CreateKey({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const [form, setForm] = useState<KeyForm>(newForm);
  const [idempotency] = useState(() => crypto.randomUUID());
  const [issued, setIssued] = useState<IssuedKey | null>(null);
  const [limitsFailed, setLimitsFailed] = useState<unknown>(null);

  const create = async (): Promise<void> => {
    const made = await createKey(signed, project.id, toNewKey(form), idempotency);
    setIssued(made);
    // The value is shown whatever becomes of the limits: it cannot be had again.
    await setKeyLimits(signed, project.id, made.id, NO_LIMITS, limitsOf(form)).catch(setLimitsFailed);
  };

  if (issued) {
    return (
      <Dialog size="lg" title={t`키를 만들었습니다`} onClose={onClose} closable={false}>
        <Issued issued={issued} onClose={onClose}>
          {limitsFailed === null ? null : (
            <>
              <Text size="sm">
                <Trans>키는 만들었지만 한도를 설정하지 못했습니다. 목록의 설정에서 다시 시도해 주세요.</Trans>
              </Text>
              <ErrorNotice error={limitsFailed} />
            </>
          )}
        </Issued>
      </Dialog>
    );
  }
  return (
    <Dialog size="lg" title={t`${project.name} 프로젝트의 키 만들기`} onClose={onClose}>
      <SettingsForm form={form} onForm={setForm} isNew action={t`키 만들기`} onSubmit={create} onCancel={onClose} />
    </Dialog>
  );
}

function Issued({ issued, onClose, children }: { issued: IssuedKey; onClose: () => void; children?: ReactNode }) {
  const { t } = useLingui();
  const signed = useSigned();
  const models = useQuery(modelsQuery(signed));
  const model = models.data?.find(({ capabilities }) => capabilities?.includes('chat'))?.id ?? 'model';
  return (
    <Stack>
      <Alert color="yellow" variant="light" icon={<Icon name="alert" />}>
        <Trans>이 값은 지금만 볼 수 있습니다. 안전한 곳에 보관해 주세요.</Trans>
      </Alert>
      <Secret value={issued.value} label={t`API 키 값`} />
      {children}
      <Text size="sm">
        <Trans>아래처럼 환경 변수에 넣고 바로 호출하실 수 있습니다.</Trans>
      </Text>
      <CodeForms
        forms={snippets(baseAddress(), firstCall(model)).map((form) =>
          form.id === 'curl' ? { ...form, code: `export HANOK_API_KEY='${issued.value}'\n\n${form.code}` } : form,
        )}
      />
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose}>
          <Trans>값을 보관했습니다</Trans>
        </Button>
      </Group>
    </Stack>
  );
}

/** Changes a key's settings and limits. */
export function EditKey({ project, apiKey, onClose }: { project: Project; apiKey: ApiKey; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const limits = useQuery({ ...keyLimitsQuery(signed, project.id, apiKey.id), staleTime: 0 });
  return (
    <Dialog size="lg" title={t`${apiKey.name} 설정`} onClose={onClose}>
      <Loaded of={limits}>{(before) => <EditForm project={project} apiKey={apiKey} before={before} onClose={onClose} />}</Loaded>
    </Dialog>
  );
}

function EditForm({ project, apiKey, before, onClose }: { project: Project; apiKey: ApiKey; before: KeyLimits; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const [form, setForm] = useState(() => formOf(apiKey, before));
  const save = async (): Promise<void> => {
    await changeKey(signed, project.id, apiKey.id, toChanges(form));
    if (may(signed.session, 'limits:write')) {
      await setKeyLimits(signed, project.id, apiKey.id, before, limitsOf(form));
    }
    await client.invalidateQueries({ queryKey: keyLimitsQuery(signed, project.id, apiKey.id).queryKey });
    onClose();
  };
  return <SettingsForm form={form} onForm={setForm} isNew={false} action={t`저장`} onSubmit={save} onCancel={onClose} />;
}

function SettingsForm({
  form,
  onForm,
  isNew,
  action,
  onSubmit,
  onCancel,
}: {
  form: KeyForm;
  onForm: (form: KeyForm) => void;
  isNew: boolean;
  action: string;
  onSubmit: () => Promise<void>;
  onCancel: () => void;
}) {
  const { t } = useLingui();
  const { running, error, attempt } = useAttempt();
  const wrong = lines(form.ips).filter((range) => !looksLikeRange(range));
  const fits = form.name.trim() !== '' && wrong.length === 0;
  const set = (changed: Partial<KeyForm>): void => onForm({ ...form, ...changed });
  const days = (seconds: number): number => seconds / 86_400;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (fits && !running) {
          void attempt(onSubmit);
        }
      }}
    >
      <Stack>
        <TextInput
          data-autofocus
          required
          label={t`이름`}
          description={t`어디에 쓰는 키인지 알아볼 수 있는 이름을 적어 주세요.`}
          maxLength={100}
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NativeSelect
          label={t`만료`}
          value={form.expiry}
          onChange={(event) => set({ expiry: event.currentTarget.value })}
          data={[
            ...(isNew ? [] : [{ value: 'keep', label: t`지금 설정 유지` }]),
            ...expiries.map((seconds) => ({ value: String(seconds), label: t`지금부터 ${days(seconds)}일 뒤` })),
            { value: 'never', label: t`만료 없음` },
          ]}
        />
        <Accordion variant="separated" multiple>
          <Accordion.Item value="scopes">
            <Accordion.Control>
              <Trans>범위</Trans>
            </Accordion.Control>
            <Accordion.Panel>
              <Scopes form={form} set={set} />
            </Accordion.Panel>
          </Accordion.Item>
          <Accordion.Item value="ips">
            <Accordion.Control>
              <Trans>허용할 IP</Trans>
            </Accordion.Control>
            <Accordion.Panel>
              <Textarea
                label={t`IP 주소 또는 범위`}
                description={t`한 줄에 하나씩 적어 주세요. 비워 두면 어디에서나 사용할 수 있습니다.`}
                placeholder={'203.0.113.0/24\n2001:db8::/32'}
                autosize
                minRows={3}
                value={form.ips}
                error={wrong.length === 0 ? null : t`IP 주소나 범위가 아닙니다: ${wrong.join(', ')}`}
                onChange={(event) => set({ ips: event.currentTarget.value })}
              />
            </Accordion.Panel>
          </Accordion.Item>
          <LimitFields form={form} set={set} />
        </Accordion>
        {error === null ? null : <ErrorNotice error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            <Trans>취소</Trans>
          </Button>
          <Button type="submit" disabled={!fits} loading={running}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Scopes({ form, set }: { form: KeyForm; set: (changed: Partial<KeyForm>) => void }) {
  const { t } = useLingui();
  const models = useQuery(modelsQuery(useSigned()));
  const names = [...new Set([...(models.data ?? []).map(({ id }) => id), ...form.models])];
  const endpointNames: Record<string, string> = {
    chat: t`대화`,
    completions: t`이어쓰기`,
    embeddings: t`임베딩`,
    tokenize: t`토큰 계산`,
    models: t`모델 목록`,
    receipts: t`영수증`,
    requests: t`요청 조회`,
  };
  return (
    <Stack>
      <Checkbox.Group label={t`모델`} description={t`아무것도 고르지 않으면 모든 모델을 사용할 수 있습니다.`} value={form.models} onChange={(chosen) => set({ models: chosen })}>
        <Stack gap="xs" mt="xs">
          {names.map((name) => (
            <Checkbox key={name} value={name} label={name} size="sm" />
          ))}
        </Stack>
      </Checkbox.Group>
      <Checkbox.Group label={t`기능`} description={t`아무것도 고르지 않으면 모든 기능을 사용할 수 있습니다.`} value={form.endpoints} onChange={(chosen) => set({ endpoints: chosen })}>
        <Group gap="md" mt="xs">
          {ENDPOINTS.map((name) => (
            <Checkbox key={name} value={name} label={endpointNames[name]} size="sm" />
          ))}
        </Group>
      </Checkbox.Group>
      <Checkbox
        size="sm"
        label={t`읽기 전용`}
        description={t`모델에 요청을 보낼 수 없습니다.`}
        checked={form.access === 'read'}
        onChange={(event) => set({ access: event.currentTarget.checked ? 'read' : 'read_write' })}
      />
    </Stack>
  );
}

function LimitFields({ form, set }: { form: KeyForm; set: (changed: Partial<KeyForm>) => void }) {
  const { t } = useLingui();
  const { session } = useSigned();
  if (!may(session, 'limits:write')) {
    return null;
  }
  const fields = [
    ['requestsPerMinute', t`분당 요청 수`],
    ['tokensPerMinute', t`분당 토큰 수`],
    ['wonPerMonth', t`월 지출 한도 (원, 부가세 별도)`],
  ] as const;
  return (
    <Accordion.Item value="limits">
      <Accordion.Control>
        <Trans>한도</Trans>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack>
          <Text size="sm" c="dimmed">
            <Trans>비워 두면 이 키만의 한도는 없습니다. 프로젝트와 조직의 한도는 그대로 적용됩니다.</Trans>
          </Text>
          {fields.map(([name, label]) => (
            <NumberInput
              key={name}
              label={label}
              min={0}
              max={9_000_000_000}
              allowDecimal={false}
              thousandSeparator=","
              hideControls
              value={form[name]}
              onChange={(value) => set({ [name]: String(value) })}
            />
          ))}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

/** Puts a new key in the place of one, which goes on for a while. */
export function RotateKey({ project, apiKey, onClose }: { project: Project; apiKey: ApiKey; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const [overlap, setOverlap] = useState('86400');
  const [idempotency] = useState(() => crypto.randomUUID());
  const [issued, setIssued] = useState<IssuedKey | null>(null);
  const { running, error, attempt } = useAttempt();

  const rotate = (): Promise<void> => attempt(async () => setIssued(await rotateKey(signed, project.id, apiKey.id, Number(overlap), idempotency)));

  if (issued) {
    return (
      <Dialog size="lg" title={t`키를 교체했습니다`} onClose={onClose} closable={false}>
        <Issued issued={issued} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog size="lg" title={t`${apiKey.name} 교체`} onClose={onClose}>
      <Stack>
        <Text size="sm">
          <Trans>같은 설정의 새 키를 만듭니다. 지금 키는 아래 기간 동안 계속 사용할 수 있어 끊김 없이 바꾸실 수 있습니다.</Trans>
        </Text>
        <NativeSelect
          data-autofocus
          label={t`지금 키를 유지할 기간`}
          value={overlap}
          onChange={(event) => setOverlap(event.currentTarget.value)}
          data={[
            { value: '0', label: t`바로 종료` },
            { value: '3600', label: t`1시간` },
            { value: '86400', label: t`하루` },
            { value: '604800', label: t`7일` },
            { value: '2592000', label: t`30일` },
          ]}
        />
        {error === null ? null : <ErrorNotice error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>취소</Trans>
          </Button>
          <Button loading={running} onClick={() => void rotate()}>
            <Trans>교체</Trans>
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
