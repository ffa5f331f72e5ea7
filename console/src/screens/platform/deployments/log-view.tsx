import { Button, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { ApiFailure } from '../../../api/failure.ts';
import { integer } from '../../../format/format.ts';
import { download } from '../../../parts/csv.ts';
import { Icon } from '../../../parts/icon.tsx';
import { Card, Empty } from '../../../parts/page.tsx';
import { ErrorNotice, Loading } from '../../../parts/state.tsx';
import type { Deployment } from '../../../platform/types.ts';
import classes from './deployments.module.css';
import { linesWith } from './log.ts';
import { useLog } from './use-log.ts';

/** How near to its end a log is when it goes along with what is written, in pixels. */
const AT_END = 24;

/** What a deployment's engine writes, as it writes it. */
export function LogView({ deployment, wanted, onWanted }: { deployment: Deployment; wanted: string; onWanted: (wanted: string) => void }) {
  const { t } = useLingui();
  const [paused, setPaused] = useState(false);
  const { log, error, clear } = useLog(deployment.id, paused, t`--- 로그가 새로 시작되었습니다 ---`);
  const box = useRef<HTMLDivElement>(null);
  const along = useRef(true);
  const shown = linesWith(log.lines, wanted);

  useEffect(() => {
    if (along.current && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [shown]);

  if (error instanceof ApiFailure && error.status === 404) {
    return (
      <Card title={t`엔진 로그`}>
        <Empty title={t`이 서버에는 로그가 없습니다`}>
          <Trans>다른 노드에서 실행하는 엔진이거나, 아직 시작하지 않았습니다. 그 노드의 컨트롤 플레인에서 조회해 주세요.</Trans>
        </Empty>
      </Card>
    );
  }
  const count = integer(shown.length);
  return (
    <Card
      title={t`엔진 로그`}
      actions={
        <div className={classes.logTools}>
          <TextInput
            type="search"
            size="xs"
            aria-label={t`로그 검색`}
            placeholder={t`로그 검색`}
            leftSection={<Icon name="search" size={16} />}
            value={wanted}
            onChange={(event) => onWanted(event.currentTarget.value)}
          />
          <Button size="compact-sm" variant="default" leftSection={<Icon name={paused ? 'play' : 'pause'} size={16} />} onClick={() => setPaused(!paused)}>
            {paused ? t`계속` : t`일시 정지`}
          </Button>
          <Button size="compact-sm" variant="default" onClick={clear}>
            <Trans>비우기</Trans>
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="download" size={16} />}
            disabled={shown.length === 0}
            onClick={() => download(`${deployment.name}.log`, shown.map(({ text }) => `${text}\n`).join(''), 'text/plain;charset=utf-8')}
          >
            <Trans>내려받기</Trans>
          </Button>
        </div>
      }
    >
      {error === null ? null : <ErrorNotice error={error} />}
      {log.to === null && error === null ? (
        <Loading lines={3} />
      ) : (
        <>
          <div
            ref={box}
            className={classes.log}
            role="log"
            aria-label={t`엔진 로그`}
            aria-live="off"
            tabIndex={0}
            onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
              along.current = scrollHeight - scrollTop - clientHeight < AT_END;
            }}
          >
            {shown.map(({ number, text }) => (
              <div key={number}>{text || '\u00a0'}</div>
            ))}
          </div>
          <p className={classes.logFoot} role="status">
            {paused ? t`일시 정지했습니다.` : t`2초마다 이어서 읽습니다.`} {t`${count}줄`}
          </p>
        </>
      )}
    </Card>
  );
}
