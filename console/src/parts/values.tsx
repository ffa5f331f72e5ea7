import { useLingui } from '@lingui/react/macro';
import { kst, kstExact, utc, wonIn } from '../format/format.ts';

/** An instant in Korea's time; hovering says it in UTC. */
export function Time({ at, exact = false }: { at: number | string | Date; exact?: boolean }) {
  const instant = typeof at === 'number' ? new Date(at * 1000) : new Date(at);
  return (
    <time dateTime={instant.toISOString()} title={`${kstExact(instant)}\n${utc(instant)}`}>
      {exact ? kstExact(instant) : kst(instant)}
    </time>
  );
}

/** An amount of won; hovering says every digit. */
export function Won({ value }: { value: string | number }) {
  const { i18n } = useLingui();
  return <span title={`${value} KRW`}>{wonIn(i18n.locale, value)}</span>;
}
