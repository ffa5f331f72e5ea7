import { NativeSelect } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Empty, PageHead } from '../parts/page.tsx';
import { useSigned } from '../session/context.tsx';
import type { Session } from '../session/session.ts';

export type ProjectOfMember = Session['projects'][number];

/**
 * The project that a screen shows: the one that is asked for, or the first.
 *
 * @returns nothing for somebody who is in no project
 */
export function useProject(asked: string | undefined): ProjectOfMember | undefined {
  const { projects } = useSigned().session;
  return projects.find(({ id }) => id === asked) ?? projects[0];
}

/**
 * The choice of a project; none where there is one alone.
 *
 * @param label what the project is chosen for; that it is shown, where nothing is said
 */
export function ProjectSelect({ chosen, label, onChoose }: { chosen: ProjectOfMember; label?: string; onChoose: (project: string) => void }) {
  const { t } = useLingui();
  const { projects } = useSigned().session;
  return projects.length > 1 ? (
    <NativeSelect
      size="sm"
      aria-label={label ?? t`프로젝트`}
      value={chosen.id}
      data={projects.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  ) : null;
}

/**
 * What somebody sees who is in no project.
 *
 * @param title of the screen
 * @param children what belongs to projects, and whom to ask
 */
export function NoProject({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <>
      <PageHead title={title} />
      <Empty title={t`소속된 프로젝트가 없습니다`}>{children}</Empty>
    </>
  );
}
