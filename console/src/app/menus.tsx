import { ActionIcon, Button, Menu, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { chooseLanguage } from '../locales/language.ts';
import { Icon } from '../parts/icon.tsx';
import { useSaid } from '../parts/state.tsx';
import { useSigned } from '../session/context.tsx';
import { NO_ORGANIZATION, signInAddress } from '../session/session.ts';
import { useScheme, type Scheme } from '../theme/scheme.ts';
import classes from './shell.module.css';

/** Which organisation this is, and the way to the member's others: each has a session of its own. */
export function OrganizationMenu() {
  const { t } = useLingui();
  const { session, organization } = useSigned();
  const navigate = useNavigate();
  const others = session.organizations.filter(({ alias }) => alias !== organization);
  const outside = organization === NO_ORGANIZATION;
  const name = !outside ? session.organization.name : session.operator ? t`운영자` : t`조직 없음`;
  return (
    <div className={classes.organization}>
      <Menu position="bottom-start" width="16rem">
        <Menu.Target>
          <Button variant="subtle" color="gray" size="sm" aria-label={t`조직: ${name}`} leftSection={<Icon name="building" size={18} />} rightSection={<Icon name="down" size={16} />}>
            <span className={classes.organizationName}>{name}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Trans>다른 조직으로 전환</Trans>
          </Menu.Label>
          {others.map(({ alias, name: other }) => (
            <Menu.Item key={alias} onClick={() => void navigate({ to: '/$org', params: { org: alias } })}>
              {other}
            </Menu.Item>
          ))}
          {session.operator && !outside ? (
            <Menu.Item leftSection={<Icon name="shield" size={18} />} onClick={() => void navigate({ to: '/-' })}>
              <Trans>운영자 화면</Trans>
            </Menu.Item>
          ) : null}
          {others.length === 0 && (outside || !session.operator) ? (
            <Menu.Item disabled>
              <Trans>다른 조직이 없습니다</Trans>
            </Menu.Item>
          ) : null}
          <Menu.Divider />
          <Menu.Item component="a" href={signInAddress(null, '/console/')}>
            <Trans>다른 조직으로 로그인</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** Korean or English; the button is written in the language that it brings. */
export function LanguageSwitch() {
  const { i18n } = useLingui();
  const other = i18n.locale === 'ko' ? 'en' : 'ko';
  return (
    <Button variant="subtle" color="gray" size="compact-sm" lang={other} leftSection={<Icon name="globe" size={18} />} onClick={() => void chooseLanguage(other)}>
      {other === 'en' ? 'English' : '한국어'}
    </Button>
  );
}

/** Light, dark, high contrast, or what the machine says. */
export function SchemeMenu() {
  const { t } = useLingui();
  const [scheme, choose] = useScheme();
  const names: [Scheme, string][] = [
    ['auto', t`기기 설정을 따름`],
    ['light', t`밝게`],
    ['dark', t`어둡게`],
    ['contrast', t`고대비`],
  ];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`화면 모드`}>
          <Icon name="contrast" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {names.map(([id, name]) => (
          <Menu.Item
            key={id}
            role="menuitemradio"
            aria-checked={scheme === id}
            rightSection={scheme === id ? <Icon name="check" size={16} /> : null}
            onClick={() => choose(id)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Who is signed in, and the way out. */
export function PersonMenu() {
  const { t } = useLingui();
  const { session, api } = useSigned();
  const said = useSaid();
  const [failure, setFailure] = useState<unknown>(null);
  const name = session.member.name ?? session.member.email ?? session.member.id;
  const signOut = async (): Promise<void> => {
    try {
      location.assign(await api.signOut());
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <Menu position="bottom-end" width="16rem">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`내 계정: ${name}`}>
          <Icon name="person" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={700} c="var(--mantine-color-text)">
            {name}
          </Text>
          {session.member.email === null || session.member.email === name ? null : <Text size="xs">{session.member.email}</Text>}
        </Menu.Label>
        {failure === null ? null : (
          <Menu.Label>
            <Text size="xs" c="red" role="alert">
              {said(failure).reason}
            </Text>
          </Menu.Label>
        )}
        <Menu.Divider />
        <Menu.Item closeMenuOnClick={false} onClick={() => void signOut()}>
          <Trans>모든 곳에서 로그아웃</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
