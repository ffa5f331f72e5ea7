import { useLingui } from '@lingui/react/macro';
import { day, integer, kst, kstExact, second, size, utc, wonIn } from '../format/format.ts';

/**
 * An instant in Korea's time; hovering says it in UTC.
 *
 * @param seconds where a list has many in a minute
 * @param exact where it stands alone: with its seconds and the zone
 */
export function Time({ at, exact = false, seconds = false }: { at: number | string | Date; exact?: boolean; seconds?: boolean }) {
  const instant = typeof at === 'number' ? new Date(at * 1000) : new Date(at);
  return (
    <time dateTime={instant.toISOString()} title={`${kstExact(instant)}\n${utc(instant)}`}>
      {exact ? kstExact(instant) : seconds ? `${day(instant)} ${second(instant)}` : kst(instant)}
    </time>
  );
}

/** An amount of won; hovering says every digit. */
export function Won({ value }: { value: string | number }) {
  const { i18n } = useLingui();
  return <span title={`${value} KRW`}>{wonIn(i18n.locale, value)}</span>;
}

/** A size; hovering says it to the byte. */
export function Size({ bytes }: { bytes: number }) {
  const { t } = useLingui();
  return <span title={t`${integer(bytes)}바이트`}>{size(bytes)}</span>;
}
