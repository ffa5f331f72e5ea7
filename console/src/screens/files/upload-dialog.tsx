import { ActionIcon, Button, FileButton, Group, NativeSelect, Progress, Stack } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { size } from '../../format/format.ts';
import type { ProjectOfMember } from '../../organization/project-choice.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ErrorNotice } from '../../parts/state.tsx';
import { Size } from '../../parts/values.tsx';
import { useDrop } from './drop.ts';
import classes from './files.module.css';
import { PURPOSES, type Purpose } from './queries.ts';
import { MOST_BATCH_BYTES, MOST_BYTES, purposeOf, unfit, type Unfit } from './upload.ts';
import { useUploads, type Chosen } from './use-uploads.ts';
import { purposes } from './words.ts';

/** Sends files to be kept for a project. */
export function UploadFiles({ project, first, onKept, onClose }: { project: ProjectOfMember; first: readonly File[]; onKept: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const uploads = useUploads(first);
  const [said, setSaid] = useState<Purpose | null>(null);
  const [seconds, setSeconds] = useState('');
  const drop = useDrop(uploads.add, !uploads.running);
  const purpose = said ?? purposeOf(uploads.chosen.map(({ file }) => file.name));
  const waiting = uploads.chosen.filter(({ stage: { at } }) => at !== 'kept');
  const isReady = waiting.length > 0 && waiting.every(({ file }) => unfit(file, purpose) === null);

  const send = async (): Promise<void> => {
    const isWhole = await uploads.send({ project: project.id, purpose, seconds: seconds === '' ? null : Number(seconds) });
    onKept();
    if (isWhole) {
      onClose();
    }
  };

  return (
    <Dialog size="lg" title={t`${project.name} 프로젝트에 파일 올리기`} closable={!uploads.running} onClose={uploads.running ? uploads.stop : onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !uploads.running) {
            void send();
          }
        }}
      >
        <Stack>
          <div className={classes.drop} {...drop}>
            <Icon name="upload" size={28} />
            <span>
              <Trans>파일을 여기에 끌어다 놓으셔도 됩니다. 한 파일은 {size(MOST_BYTES)}까지 올리실 수 있습니다.</Trans>
            </span>
            <FileButton multiple disabled={uploads.running} onChange={uploads.add}>
              {(props) => (
                <Button {...props} data-autofocus variant="default" disabled={uploads.running}>
                  <Trans context="many">파일 선택</Trans>
                </Button>
              )}
            </FileButton>
          </div>
          {uploads.chosen.length === 0 ? null : (
            <ul className={classes.chosen} aria-label={t`올릴 파일`}>
              {uploads.chosen.map((one) => (
                <ChosenFile key={one.key} chosen={one} why={unfit(one.file, purpose)} onRemove={uploads.running || one.stage.at === 'kept' ? null : () => uploads.remove(one.key)} />
              ))}
            </ul>
          )}
          <NativeSelect
            label={t`용도`}
            description={t`배치에 쓰실 파일은 배치 입력으로 올려 주세요.`}
            disabled={uploads.running}
            value={purpose}
            data={PURPOSES.filter((one) => one !== 'batch_output').map((one) => ({ value: one, label: `${t(purposes[one])} (${one})` }))}
            onChange={(event) => setSaid(event.currentTarget.value as Purpose)}
          />
          <NativeSelect
            label={t`보관 기간`}
            description={t`기간이 지나면 모든 사본이 삭제됩니다. 조직의 보관 기간보다 길게 보관하지는 않습니다.`}
            disabled={uploads.running}
            value={seconds}
            data={[
              { value: '', label: t`따로 정하지 않음` },
              { value: '3600', label: t`1시간` },
              { value: '86400', label: t`1일` },
              { value: '604800', label: t`7일` },
              { value: '2592000', label: t`30일` },
            ]}
            onChange={(event) => setSeconds(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={uploads.running ? uploads.stop : onClose}>
              {uploads.running ? <Trans>올리기 중지</Trans> : <Trans>취소</Trans>}
            </Button>
            <Button type="submit" disabled={!isReady} loading={uploads.running}>
              {waiting.length > 1 ? <Plural value={waiting.length} one="파일 #개 올리기" other="파일 #개 올리기" /> : <Trans>올리기</Trans>}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** One of them: how long it is, how far it is, why it is not there. */
function ChosenFile({ chosen: { file, stage }, why, onRemove }: { chosen: Chosen; why: Unfit | null; onRemove: (() => void) | null }) {
  const { t } = useLingui();
  const reasons: Record<Unfit, string> = {
    empty: t`빈 파일입니다`,
    too_long: t`${size(MOST_BYTES)}보다 큰 파일은 보관할 수 없습니다`,
    too_long_for_batch: t`배치 입력은 ${size(MOST_BATCH_BYTES)}까지입니다. 나누어 올려 주세요`,
  };
  const percent = stage.at === 'sending' ? Math.floor((stage.sent * 100) / file.size) : stage.at === 'kept' ? 100 : 0;
  const state = {
    chosen: null,
    sending: percent === 100 ? t`저장하는 중` : `${String(percent)}%`,
    kept: t`올렸습니다`,
    stopped: t`중지했습니다`,
    failed: t`올리지 못했습니다`,
  }[stage.at];
  return (
    <li>
      <div className={classes.line}>
        <span className={classes.name}>
          {file.name} · <Size bytes={file.size} />
        </span>
        <Group gap={4} wrap="nowrap">
          <span className={classes.said} role={stage.at === 'sending' ? undefined : 'status'}>
            {state}
          </span>
          {onRemove === null ? null : (
            <ActionIcon variant="subtle" size="sm" aria-label={t`${file.name} 빼기`} onClick={onRemove}>
              <Icon name="close" size={16} />
            </ActionIcon>
          )}
        </Group>
      </div>
      {stage.at === 'sending' || stage.at === 'kept' ? <Progress value={percent} aria-label={t`${file.name} 진행`} /> : null}
      {why === null ? null : (
        <span role="alert" style={{ color: 'var(--mantine-color-error)' }}>
          {reasons[why]}
        </span>
      )}
      {stage.at === 'failed' ? <ErrorNotice error={stage.error} /> : null}
    </li>
  );
}
