import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { integer } from '../../format/format.ts';
import { CodeBlock, CopyButton } from '../../parts/code.tsx';
import { Mono } from '../../parts/page.tsx';
import classes from './stored.module.css';
import { plain, type Part, type Role, type Turn } from './turns.ts';

/** Characters of one text that are drawn at once: a browser stays quick with them. */
const SHOWN = 20_000;

/** What was said, in its order. */
export function Turns({ turns, label }: { turns: readonly Turn[]; label: string }) {
  return (
    <ol className={classes.turns} aria-label={label}>
      {turns.map((turn) => (
        <TurnView key={turn.key} turn={turn} />
      ))}
    </ol>
  );
}

function TurnView({ turn: { role, parts } }: { turn: Turn }) {
  const { t } = useLingui();
  const names: Record<Role, string> = { system: t`시스템`, developer: t`개발자`, user: t`사용자`, assistant: t`모델`, tool: t`도구` };
  return (
    <li className={classes.turn} data-role={role}>
      <div className={classes.turnHead}>
        <h3>{names[role]}</h3>
        {hasOwnButton(parts) ? null : <CopyButton text={plain(parts)} />}
      </div>
      <div className={classes.parts}>
        {parts.length === 0 ? (
          <p>
            <Trans>내용이 없습니다</Trans>
          </p>
        ) : (
          parts.map((part, index) => <PartView key={index} part={part} />)
        )}
      </div>
    </li>
  );
}

/** Whether all of it is one block of code, which is copied by its own button. */
function hasOwnButton([only, more]: readonly Part[]): boolean {
  return more === undefined && (only?.kind === 'call' || only?.kind === 'result' || only?.kind === 'other');
}

function PartView({ part }: { part: Part }) {
  const { t } = useLingui();
  switch (part.kind) {
    case 'text':
      return <Text text={part.text} />;
    case 'thought':
      return (
        <details className={classes.thought}>
          <summary>
            <Trans>추론 과정</Trans>
          </summary>
          <Text text={part.text} />
        </details>
      );
    case 'refusal':
      return (
        <div>
          <strong>
            <Trans>답변 거절</Trans>
          </strong>
          <Text text={part.text} />
        </div>
      );
    case 'call':
      return (
        <div className={classes.call}>
          <p>
            <Trans context="one">도구 호출</Trans> <Mono>{part.name}</Mono>
          </p>
          <CodeBlock code={part.arguments} label={part.call === null ? t`인자` : t`인자 · ${part.call}`} />
        </div>
      );
    case 'result':
      return <CodeBlock code={part.text} label={part.call === null ? t`도구 결과` : t`도구 결과 · ${part.call}`} />;
    case 'image':
      return (
        <p>
          <Trans>이미지</Trans> <Mono>{part.source}</Mono>
        </p>
      );
    case 'reference':
      return (
        <p>
          <Trans>보관된 항목</Trans> <Mono>{part.id}</Mono>
        </p>
      );
    case 'other':
      return <CodeBlock code={part.json} label={t`그 밖의 내용`} />;
  }
}

/** A text as it is, in pieces where it is very long. */
function Text({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const isCut = text.length > SHOWN && !isWhole;
  return (
    <>
      <div className={classes.text}>{isCut ? text.slice(0, SHOWN) : text}</div>
      {isCut ? (
        <Button size="compact-sm" variant="default" onClick={() => setWhole(true)}>
          <Trans>나머지 {integer(text.length - SHOWN)}자 보기</Trans>
        </Button>
      ) : null}
    </>
  );
}
