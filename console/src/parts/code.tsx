import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';
import { Unseen } from './page.tsx';
import classes from './parts.module.css';

/** Puts a text on the clipboard; what came of it stands for two seconds. */
function useCopy(text: string): { state: 'idle' | 'done' | 'failed'; copy: () => void } {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') {
      return;
    }
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  return {
    state,
    copy: () =>
      void navigator.clipboard.writeText(text).then(
        () => setState('done'),
        () => setState('failed'),
      ),
  };
}

/** Puts a text on the clipboard, and says so for two seconds. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useLingui();
  const { state, copy } = useCopy(text);
  const name = label ?? t`복사`;
  return (
    <span>
      <Button size="compact-sm" variant="subtle" leftSection={<Icon name={state === 'done' ? 'check' : 'copy'} size={16} />} onClick={copy}>
        {state === 'done' ? t`복사했습니다` : state === 'failed' ? t`직접 선택해 복사해 주세요` : name}
      </Button>
      <span role="status">
        <Unseen>{state === 'done' ? t`복사했습니다` : ''}</Unseen>
      </span>
    </span>
  );
}

/** As {@link CopyButton}, where there is room for a drawing alone: in a row of a list. */
export function CopyIcon({ text, label }: { text: string; label: string }) {
  const { t } = useLingui();
  const { state, copy } = useCopy(text);
  return (
    <span>
      <ActionIcon size="sm" variant="subtle" aria-label={label} title={label} onClick={copy}>
        <Icon name={state === 'done' ? 'check' : state === 'failed' ? 'close' : 'copy'} size={16} />
      </ActionIcon>
      <span role="status">
        <Unseen>{state === 'done' ? t`복사했습니다` : state === 'failed' ? t`직접 선택해 복사해 주세요` : ''}</Unseen>
      </span>
    </span>
  );
}

/** A text to copy, as it is. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className={classes.code}>
      <div className={classes.codeHead}>
        <span>{label}</span>
        <CopyButton text={code} />
      </div>
      <pre tabIndex={0} aria-label={label}>
        <code>{code}</code>
      </pre>
    </div>
  );
}

/** The same in several forms, of which the reader takes one; the choice is kept in this browser. */
export function CodeForms({ forms }: { forms: { id: string; name: string; code: string }[] }) {
  const { t } = useLingui();
  const [chosen, choose] = useState(() => localStorage.getItem('hanok.console.form') ?? 'curl');
  const form = forms.find(({ id }) => id === chosen) ?? forms[0];
  if (!form) {
    return null;
  }
  return (
    <div className={classes.code}>
      <div className={classes.codeHead}>
        <NativeSelect
          size="xs"
          variant="unstyled"
          aria-label={t`코드 형식`}
          value={form.id}
          data={forms.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => {
            localStorage.setItem('hanok.console.form', event.currentTarget.value);
            choose(event.currentTarget.value);
          }}
        />
        <CopyButton text={form.code} />
      </div>
      <pre tabIndex={0} aria-label={form.name}>
        <code>{form.code}</code>
      </pre>
    </div>
  );
}

/** A secret that is shown this once. */
export function Secret({ value, label }: { value: string; label: string }) {
  return (
    <div className={classes.code}>
      <div className={classes.codeHead}>
        <span>{label}</span>
        <CopyButton text={value} />
      </div>
      <pre tabIndex={0} aria-label={label}>
        <code>{value}</code>
      </pre>
      <Unseen>
        <Trans>이 값은 지금 한 번만 표시됩니다</Trans>
      </Unseen>
    </div>
  );
}
