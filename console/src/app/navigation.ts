import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { may, type Right } from '../session/rights.ts';
import type { Session } from '../session/session.ts';
import type { IconName } from '../parts/icon.tsx';

/** A screen that can be gone to by the menu and the palette. */
export interface Destination {
  to: '/$org' | '/$org/playground' | '/$org/models' | '/$org/keys' | '/$org/usage' | '/$org/limits' | '/$org/receipts' | '/$org/members';
  title: MessageDescriptor;
  icon: IconName;
  needs: Right | null;
}

/** Every screen of an organisation in the order of the menu. */
const destinations: readonly Destination[] = [
  { to: '/$org', title: msg`홈`, icon: 'home', needs: null },
  { to: '/$org/playground', title: msg`플레이그라운드`, icon: 'chat', needs: 'inference' },
  { to: '/$org/models', title: msg({ message: '모델', context: 'menu' }), icon: 'cube', needs: 'models:read' },
  { to: '/$org/keys', title: msg`API 키`, icon: 'key', needs: 'keys:read' },
  { to: '/$org/usage', title: msg`사용량과 비용`, icon: 'chart', needs: 'usage:read' },
  { to: '/$org/limits', title: msg`한도`, icon: 'gauge', needs: 'limits:read' },
  { to: '/$org/receipts', title: msg`영수증`, icon: 'receipt', needs: 'receipts:read' },
  { to: '/$org/members', title: msg`구성원과 프로젝트`, icon: 'people', needs: 'members:read' },
];

/** The screens that a member may see. */
export function destinationsOf(session: Session): Destination[] {
  return destinations.filter(({ needs }) => needs === null || may(session, needs));
}

/**
 * Whether a member may see a screen.
 *
 * @param route the screen's path in the router; one that is not in the menu belongs to the one above it that is
 */
export function maySee(session: Session, route: string): boolean {
  const screen = destinations.find(({ to }) => to !== '/$org' && (route === to || route.startsWith(`${to}/`)));
  const needs = screen?.needs ?? null;
  return needs === null || may(session, needs);
}
