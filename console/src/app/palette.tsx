import { Modal, TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useEnter } from '../input/use-enter.ts';
import { chooseLanguage } from '../locales/language.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useSigned } from '../session/context.tsx';
import { may } from '../session/rights.ts';
import { NO_ORGANIZATION } from '../session/session.ts';
import { chooseScheme } from '../theme/scheme.ts';
import { destinationsOf } from './navigation.ts';
import classes from './shell.module.css';

interface Entry {
  id: string;
  name: string;
  kind: string;
  icon: IconName;
  go: () => void;
}

/** Ctrl or Cmd with K: anywhere by typing. The id of a receipt, or of what is kept, goes to that. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const entries = useEntries(typed);
  const current = entries[Math.min(at, entries.length - 1)];

  const run = (entry: Entry | undefined): void => {
    if (entry) {
      onClose();
      entry.go();
    }
  };
  const enter = useEnter<HTMLInputElement>(() => run(current));

  return (
    <Modal opened onClose={onClose} withCloseButton={false} lockScroll={false} yOffset="12vh" aria-label={t`바로 가기`}>
      <TextInput
        data-autofocus
        role="combobox"
        aria-label={t`어디로 갈까요?`}
        placeholder={t`어디로 갈까요?`}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={current ? `${id}-${current.id}` : undefined}
        leftSection={<Icon name="search" />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        {...enter}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            const step = event.key === 'ArrowDown' ? 1 : -1;
            setAt((before) => (before + step + entries.length) % Math.max(entries.length, 1));
            return;
          }
          enter.onKeyDown(event);
        }}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={t`갈 수 있는 곳`} className={classes.found}>
        {entries.map((entry) => (
          <li key={entry.id} id={`${id}-${entry.id}`} role="option" aria-selected={entry === current} onClick={() => run(entry)}>
            <Icon name={entry.icon} />
            {entry.name}
            <small>{entry.kind}</small>
          </li>
        ))}
      </ul>
      <p role="status">{entries.length === 0 ? t`찾는 곳이 없습니다` : ''}</p>
    </Modal>
  );
}

function useEntries(typed: string): Entry[] {
  const { t, i18n } = useLingui();
  const signed = useSigned();
  const { session, organization } = signed;
  const navigate = useNavigate();
  const screens = destinationsOf(signed).map(
    ({ to, title, icon }): Entry => ({
      id: to.replaceAll(/[/$]/g, '-'),
      name: t(title),
      kind: t`화면`,
      icon,
      go: () => void navigate({ to, params: { org: organization } }),
    }),
  );
  const others = session.organizations
    .filter(({ alias }) => alias !== organization)
    .map(
      ({ alias, name }): Entry => ({
        id: `org-${alias}`,
        name,
        kind: t`조직`,
        icon: 'building',
        go: () => void navigate({ to: '/$org', params: { org: alias } }),
      }),
    );
  if (session.operator && organization !== NO_ORGANIZATION) {
    others.push({ id: 'platform', name: t`운영자 화면`, kind: t`플랫폼`, icon: 'shield', go: () => void navigate({ to: '/-' }) });
  }
  const other = i18n.locale === 'ko' ? 'en' : 'ko';
  const actions: Entry[] = [
    { id: 'language', name: other === 'en' ? 'English' : '한국어', kind: t`언어`, icon: 'globe', go: () => void chooseLanguage(other) },
    { id: 'light', name: t`밝게`, kind: t`화면 모드`, icon: 'contrast', go: () => chooseScheme('light') },
    { id: 'dark', name: t`어둡게`, kind: t`화면 모드`, icon: 'contrast', go: () => chooseScheme('dark') },
    { id: 'contrast', name: t`고대비`, kind: t`화면 모드`, icon: 'contrast', go: () => chooseScheme('contrast') },
  ];
  const wanted = typed.normalize('NFC').trim().toLocaleLowerCase();
  const receipt = /^req_[0-9A-Za-z]+$/.exec(typed.trim())?.[0];
  if (receipt !== undefined && organization !== NO_ORGANIZATION) {
    return [
      {
        id: 'receipt',
        name: receipt,
        kind: t`영수증`,
        icon: 'receipt',
        go: () => void navigate({ to: '/$org/receipts', params: { org: organization }, search: { id: receipt } }),
      },
    ];
  }
  const stored = /^(chatcmpl-|resp_|conv_)[0-9A-Za-z]+$/.exec(typed.trim())?.[0];
  if (stored !== undefined && organization !== NO_ORGANIZATION && may(session, 'responses:read')) {
    return [
      {
        id: 'stored',
        name: stored,
        kind: t`보관된 응답`,
        icon: 'archive',
        go: () => void navigate({ to: '/$org/stored', params: { org: organization }, search: { id: stored } }),
      },
    ];
  }
  return [...screens, ...others, ...actions].filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
}
