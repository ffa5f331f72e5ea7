import { Group } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useEffect, type ReactNode } from 'react';
import { Logo } from './logo.tsx';
import { LanguageSwitch } from './menus.tsx';
import classes from './shell.module.css';

/** A page for somebody who is in no organisation's console, or not yet: one box, the language, and nothing else. */
export function PlainPage({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useLingui();
  useEffect(() => {
    document.title = t`${title} · 한옥 콘솔`;
  }, [title, t]);
  return (
    <main className={classes.plain}>
      <div className={classes.plainBox}>
        <Group justify="space-between">
          <Logo />
          <LanguageSwitch />
        </Group>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
