import { queryOptions } from '@tanstack/react-query';
import { allRows } from '../../api/pages.ts';
import type { StoredFile } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';

export const FILES = '/v1/files';

export type Purpose = StoredFile['purpose'];

/** What a file can be kept for, in the order it is offered; the last is made by batches alone. */
export const PURPOSES: readonly Purpose[] = ['user_data', 'batch', 'assistants', 'vision', 'fine-tune', 'evals', 'batch_output'];

/** Files that are asked for at once. */
const ROWS = 1_000;

/** A project's files, the newest first. */
export function filesQuery({ api, organization }: Signed, project: string, purpose?: string) {
  return queryOptions({
    queryKey: ['files', organization, project, purpose ?? null],
    queryFn: ({ signal }) => allRows<StoredFile>(api, FILES, { limit: ROWS, ...(purpose === undefined ? {} : { purpose }) }, signal, { 'openai-project': project }),
  });
}

/** The beginning of the keys of all lists of a project's files. */
export function filesKey({ organization }: Signed, project: string): readonly string[] {
  return ['files', organization, project];
}

/** Deletes a file in every copy. */
export function deleteFile({ api }: Signed, file: string): Promise<unknown> {
  return api.json(`${FILES}/${encodeURIComponent(file)}`, { method: 'DELETE' });
}

/** Where a file's content is had by the browser itself, which saves it without holding it. */
export function contentOf({ organization }: Signed, file: string): string {
  return `/console/${encodeURIComponent(organization)}/api/v1/files/${encodeURIComponent(file)}/content`;
}
