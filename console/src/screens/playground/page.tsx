import { ActionIcon, Button, Group, Modal, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Model } from '../../api/types.ts';
import { useEnter } from '../../input/use-enter.ts';
import { NoProject, ProjectSelect, useProject } from '../../organization/project-choice.tsx';
import { CodeForms } from '../../parts/code.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty, PageHead } from '../../parts/page.tsx';
import { Loaded } from '../../parts/state.tsx';
import { useSigned } from '../../session/context.tsx';
import { baseAddress, snippets } from '../../snippets/snippets.ts';
import { modelsQuery } from '../models/queries.ts';
import { conversationOf, type Pane } from './conversation.ts';
import { PaneView } from './pane.tsx';
import classes from './playground.module.css';
import { MAX_PANES, playgroundRoute } from './route.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { callOf, wrongFields, type Settings } from './settings.ts';
import { usePanes } from './use-panes.ts';

/** Talking to up to four models at once with the member's own rights. */
export function PlaygroundPage() {
  const { t } = useLingui();
  const models = useQuery(modelsQuery(useSigned()));
  return (
    <Loaded of={models}>
      {(list) => {
        const chat = list.filter(({ capabilities }) => capabilities?.includes('chat'));
        return chat.length === 0 ? (
          <>
            <PageHead title={t`플레이그라운드`} />
            <Empty title={t`대화할 수 있는 모델이 없습니다`}>
              <Trans>운영자에게 모델 배포를 요청해 주세요.</Trans>
            </Empty>
          </>
        ) : (
          <Playground models={chat} />
        );
      }}
    </Loaded>
  );
}

function Playground({ models }: { models: Model[] }) {
  const { t } = useLingui();
  const signed = useSigned();
  const search = playgroundRoute.useSearch();
  const navigate = playgroundRoute.useNavigate();
  const project = useProject(search.project);
  const names = models.map(({ id }) => id);
  const wanted = [...new Set(search.models ?? [])].filter((name) => names.includes(name));
  const chosen = wanted.length > 0 ? wanted : names.slice(0, 1);
  const [showCode, setShowCode] = useState(false);
  const [draft, setDraft] = useState('');
  const { panes, settings, running, setSettings, send, stop, clear } = usePanes(signed, chosen, project?.id ?? '', (question) =>
    setDraft((now) => (now === '' ? question : now)),
  );
  const next = names.find((name) => !chosen.includes(name));

  const setModels = (changed: string[]): void => void navigate({ search: { ...search, models: changed }, replace: true });

  if (!project) {
    return (
      <NoProject title={t`플레이그라운드`}>
        <Trans>요청의 비용은 프로젝트에 청구됩니다. 조직의 소유자나 관리자에게 프로젝트에 넣어 달라고 요청해 주세요.</Trans>
      </NoProject>
    );
  }
  return (
    <>
      <PageHead
        title={t`플레이그라운드`}
        actions={
          <>
            <ProjectSelect
              chosen={project}
              label={t`비용을 낼 프로젝트`}
              onChoose={(chosen) => void navigate({ search: { ...search, project: chosen }, replace: true })}
            />
            <Button variant="default" size="sm" leftSection={<Icon name="code" size={18} />} onClick={() => setShowCode(true)}>
              <Trans>코드 보기</Trans>
            </Button>
            <Button
              variant="default"
              size="sm"
              leftSection={<Icon name="plus" size={18} />}
              disabled={running || next === undefined || chosen.length >= MAX_PANES}
              onClick={() => (next === undefined ? undefined : setModels([...chosen, next]))}
            >
              <Trans>모델 비교 추가</Trans>
            </Button>
            <Button variant="default" size="sm" leftSection={<Icon name="trash" size={18} />} disabled={panes.every(({ turns }) => turns.length === 0)} onClick={clear}>
              <Trans>대화 지우기</Trans>
            </Button>
          </>
        }
      >
        <Trans>본인의 권한으로 실제 API를 호출하며 비용이 청구됩니다. 대화는 이 브라우저에만 저장됩니다.</Trans>
      </PageHead>
      <div className={classes.page}>
        <div className={classes.work}>
          <div className={classes.panes}>
            {panes.map((pane, index) => (
              <PaneView
                key={index}
                pane={pane}
                head={
                  <>
                    <NativeSelect
                      size="sm"
                      variant="unstyled"
                      aria-label={t`모델 ${index + 1}`}
                      value={pane.model}
                      disabled={running}
                      data={names.filter((name) => name === pane.model || !chosen.includes(name))}
                      onChange={(event) => setModels(chosen.map((name, at) => (at === index ? event.currentTarget.value : name)))}
                    />
                    {panes.length > 1 ? (
                      <ActionIcon variant="subtle" color="gray" disabled={running} aria-label={t`${pane.model} 닫기`} onClick={() => setModels(chosen.filter((name) => name !== pane.model))}>
                        <Icon name="close" size={18} />
                      </ActionIcon>
                    ) : null}
                  </>
                }
              />
            ))}
          </div>
          <Composer draft={draft} setDraft={setDraft} running={running} broken={wrongFields(settings).length > 0} onSend={send} onStop={stop} />
        </div>
        <SettingsPanel settings={settings} onSettings={setSettings} />
      </div>
      {showCode ? <CodeDialog panes={panes} settings={settings} draft={draft} onClose={() => setShowCode(false)} /> : null}
    </>
  );
}

function Composer({
  draft,
  setDraft,
  running,
  broken,
  onSend,
  onStop,
}: {
  draft: string;
  setDraft: (draft: string) => void;
  running: boolean;
  broken: boolean;
  onSend: (question: string) => void;
  onStop: () => void;
}) {
  const { t } = useLingui();
  const send = (text: string): void => {
    const question = text.normalize('NFC').trim();
    if (question !== '' && !running && !broken) {
      onSend(question);
      setDraft('');
    }
  };
  const enter = useEnter<HTMLTextAreaElement>(send);
  return (
    <div className={classes.composer}>
      <Textarea
        aria-label={t`보낼 메시지`}
        placeholder={t`메시지를 입력해 주세요`}
        autosize
        minRows={2}
        maxRows={10}
        variant="unstyled"
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        {...enter}
      />
      <div className={classes.composerRow}>
        <small>
          <Trans>Enter로 보내기 · Shift+Enter로 줄 바꿈</Trans>
        </small>
        {running ? (
          <Button color="red" variant="outline" leftSection={<Icon name="stop" size={18} />} onClick={onStop}>
            <Trans>중지</Trans>
          </Button>
        ) : (
          <Button leftSection={<Icon name="send" size={18} />} disabled={draft.trim() === '' || broken} onClick={() => send(draft)}>
            <Trans>보내기</Trans>
          </Button>
        )}
      </div>
      {broken ? (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          <Trans>도구나 JSON 스키마가 올바른 JSON이 아닙니다. 설정을 확인해 주세요.</Trans>
        </Text>
      ) : null}
    </div>
  );
}

/** The very call that the next question, or the last one, makes. */
function CodeDialog({ panes, settings, draft, onClose }: { panes: Pane[]; settings: Settings; draft: string; onClose: () => void }) {
  const { t } = useLingui();
  const [model, setModel] = useState(panes[0]?.model ?? '');
  const turns = panes.find((pane) => pane.model === model)?.turns ?? [];
  const last = turns.at(-1);
  const [before, question] =
    draft.trim() === '' && last ? [turns.slice(0, -1), last.question] : [turns, draft.trim() === '' ? t`안녕하세요` : draft.trim()];
  const call = callOf(model, [...conversationOf(before), { role: 'user', content: question }], settings);
  return (
    <Modal opened onClose={onClose} title={t`코드 보기`} size="xl" lockScroll={false} closeButtonProps={{ 'aria-label': t`닫기` }}>
      <Stack>
        {panes.length > 1 ? (
          <NativeSelect size="sm" label={t`모델`} value={model} data={panes.map((pane) => pane.model)} onChange={(event) => setModel(event.currentTarget.value)} />
        ) : null}
        <CodeForms forms={snippets(baseAddress(), call)} />
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            <Trans>HANOK_API_KEY에는 이 프로젝트의 API 키를 넣어 주세요.</Trans>
          </Text>
        </Group>
      </Stack>
    </Modal>
  );
}
