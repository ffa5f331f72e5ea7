import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { may, type Right } from '../session/rights.ts';
import type { Signed } from '../session/context.tsx';
import { NO_ORGANIZATION, type Session } from '../session/session.ts';
import type { IconName } from '../parts/icon.tsx';

/** A screen that can be gone to by the menu and the palette. */
export interface Destination {
  to:
    | '/$org'
    | '/$org/playground'
    | '/$org/models'
    | '/$org/keys'
    | '/$org/files'
    | '/$org/stored'
    | '/$org/batches'
    | '/$org/webhooks'
    | '/$org/usage'
    | '/$org/limits'
    | '/$org/receipts'
    | '/$org/members'
    | '/$org/retention'
    | '/-'
    | '/-/tenants'
    | '/-/deployments'
    | '/-/sites'
    | '/-/registry'
    | '/-/mail'
    | '/-/operators'
    | '/-/audit';
  title: MessageDescriptor;
  icon: IconName;
  needs: Right | null;
}

/** Every screen of an organisation in the order of the menu. */
const ofOrganization: readonly Destination[] = [
  { to: '/$org', title: msg`홈`, icon: 'home', needs: null },
  { to: '/$org/playground', title: msg`플레이그라운드`, icon: 'chat', needs: 'inference' },
  { to: '/$org/models', title: msg({ message: '모델', context: 'menu' }), icon: 'cube', needs: 'models:read' },
  { to: '/$org/keys', title: msg`API 키`, icon: 'key', needs: 'keys:read' },
  { to: '/$org/files', title: msg`파일`, icon: 'file', needs: 'files:read' },
  { to: '/$org/stored', title: msg`보관된 응답`, icon: 'archive', needs: 'responses:read' },
  { to: '/$org/batches', title: msg`배치`, icon: 'layers', needs: 'batches:read' },
  { to: '/$org/webhooks', title: msg`웹훅`, icon: 'send', needs: 'webhooks:read' },
  { to: '/$org/usage', title: msg`사용량과 비용`, icon: 'chart', needs: 'usage:read' },
  { to: '/$org/limits', title: msg`한도`, icon: 'gauge', needs: 'limits:read' },
  { to: '/$org/receipts', title: msg`영수증`, icon: 'receipt', needs: 'receipts:read' },
  { to: '/$org/members', title: msg`구성원과 프로젝트`, icon: 'people', needs: 'members:read' },
  { to: '/$org/retention', title: msg`데이터 보관`, icon: 'shield', needs: 'data_retention:read' },
];

/** Every screen of those who run the platform. */
const ofPlatform: readonly Destination[] = [
  { to: '/-', title: msg`개요`, icon: 'home', needs: null },
  { to: '/-/tenants', title: msg`테넌트`, icon: 'building', needs: 'platform.tenants:read' },
  { to: '/-/deployments', title: msg`배포`, icon: 'play', needs: 'platform.deployments:read' },
  { to: '/-/sites', title: msg`사이트와 노드`, icon: 'server', needs: 'platform.sites:read' },
  { to: '/-/registry', title: msg`모델 레지스트리`, icon: 'cube', needs: 'platform.registry:read' },
  { to: '/-/mail', title: msg`전달되지 못한 메일`, icon: 'mail', needs: 'platform.tenants:read' },
  { to: '/-/operators', title: msg({ message: '운영자', context: 'menu' }), icon: 'shield', needs: 'platform.operators:read' },
  { to: '/-/audit', title: msg`변경 기록`, icon: 'history', needs: 'platform.audit:read' },
];

/** Where somebody is who is in no organisation and runs nothing. */
const ofNobody: readonly Destination[] = [{ to: '/-', title: msg`시작`, icon: 'home', needs: null }];

/** The screens that somebody may see, where they are. */
export function destinationsOf({ session, organization }: Pick<Signed, 'session' | 'organization'>): Destination[] {
  const all = organization !== NO_ORGANIZATION ? ofOrganization : session.operator ? ofPlatform : ofNobody;
  return all.filter(({ needs }) => needs === null || may(session, needs));
}

const FIRST: readonly string[] = ['/$org', '/-'];

/**
 * Whether somebody may see a screen.
 *
 * @param route the screen's path in the router; one that is not in the menu belongs to the one above it that is
 */
export function maySee(session: Session, route: string): boolean {
  const screen = [...ofOrganization, ...ofPlatform].find(({ to }) => !FIRST.includes(to) && (route === to || route.startsWith(`${to}/`)));
  const needs = screen?.needs ?? null;
  return needs === null || may(session, needs);
}
