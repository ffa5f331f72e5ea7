import type { OperatorRole } from '../../../platform/types.ts';
import type { Signed } from '../../../session/context.tsx';

const OPERATORS = '/platform/v1/operators';

export function setOperator({ api }: Signed, subject: string, role: OperatorRole, name: string): Promise<unknown> {
  return api.json(`${OPERATORS}/${encodeURIComponent(subject.trim())}`, { method: 'PUT', body: { role, name: name.normalize('NFC').trim() } });
}

export function removeOperator({ api }: Signed, subject: string): Promise<unknown> {
  return api.send(`${OPERATORS}/${encodeURIComponent(subject)}`, { method: 'DELETE' });
}
