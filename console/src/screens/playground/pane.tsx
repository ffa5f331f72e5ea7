import { Loader } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { duration, integer } from '../../format/format.ts';
import { ErrorNotice } from '../../parts/state.tsx';
import { Won } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { tokensPerSecond, type Answer } from './answer.ts';
import type { Pane, Turn } from './conversation.ts';
import classes from './playground.module.css';

/** How near to its end a list must be scrolled to follow what comes. */
const NEAR_END = 80;

/** One model's conversation. */
export function PaneView({ pane, head }: { pane: Pane; head: ReactNode }) {
  const { t } = useLingui();
  const list = useRef<HTMLDivElement>(null);
  const last = pane.turns.at(-1);
  const length = (last?.answer?.text.length ?? 0) + (last?.answer?.reasoning.length ?? 0);

  useEffect(() => {
    const box = list.current;
    if (box && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END + box.clientHeight / 2) {
      box.scrollTop = box.scrollHeight;
    }
  }, [pane.turns.length, length]);

  return (
    <section className={classes.pane} aria-label={pane.model}>
      <div className={classes.paneHead}>{head}</div>
      <div className={classes.turns} ref={list} tabIndex={0} role="log" aria-live="polite" aria-busy={last?.state === 'running'} aria-label={t`${pane.model} 대화`}>
        {pane.turns.length === 0 ? (
          <p className={classes.hint}>
            <Trans>메시지를 보내면 답변과 함께 첫 토큰까지 걸린 시간, 속도, 토큰 수, 금액을 보여 드립니다.</Trans>
          </p>
        ) : (
          pane.turns.map((turn, index) => <TurnView key={index} turn={turn} />)
        )}
      </div>
    </section>
  );
}

function TurnView({ turn }: { turn: Turn }) {
  const { t } = useLingui();
  const { answer } = turn;
  return (
    <>
      <div className={classes.question}>{turn.question}</div>
      <div className={classes.answer}>
        {answer?.reasoning ? <div className={classes.reasoning}>{answer.reasoning}</div> : null}
        {answer?.text ? <div className={classes.text}>{answer.text}</div> : null}
        {answer?.tools.map((tool, index) => (
          <div key={index}>
            <Trans>도구 호출</Trans> <code>{`${tool.name}(${tool.arguments})`}</code>
          </div>
        ))}
        {turn.state === 'running' && (answer?.firstMillis ?? null) === null ? <Loader size="sm" type="dots" aria-label={t`답변을 기다리는 중입니다`} /> : null}
        {turn.state === 'stopped' ? (
          <small>
            <Trans>중지했습니다. 전달된 토큰까지만 청구됩니다.</Trans>
          </small>
        ) : null}
        {turn.state === 'failed' ? turn.failure ? <ErrorNotice error={turn.failure} /> : <Trans>답변을 받지 못했습니다.</Trans> : null}
        {answer ? <Measures answer={answer} /> : null}
      </div>
    </>
  );
}

/** What an answer took and cost. */
function Measures({ answer }: { answer: Answer }) {
  const { t } = useLingui();
  const { organization } = useSigned();
  const speed = tokensPerSecond(answer);
  return (
    <div className={classes.measures}>
      {answer.firstMillis === null ? null : <span>{t`첫 토큰 ${duration(answer.firstMillis)}`}</span>}
      {speed === null ? null : <span>{t`초당 ${speed.toFixed(1)} 토큰`}</span>}
      {answer.inputTokens === null || answer.outputTokens === null ? null : (
        <span>{t`입력 ${integer(answer.inputTokens)} · 출력 ${integer(answer.outputTokens)} 토큰`}</span>
      )}
      {answer.won === null ? null : (
        <span>
          <Won value={answer.won} /> <Trans>(부가세 별도)</Trans>
        </span>
      )}
      {answer.finish === 'length' ? (
        <span>
          <Trans>최대 길이에서 끝났습니다</Trans>
        </span>
      ) : null}
      {answer.receipt === null ? null : (
        <Link to="/$org/receipts" params={{ org: organization }} search={{ id: answer.receipt }}>
          <Trans>영수증</Trans>
        </Link>
      )}
    </div>
  );
}
