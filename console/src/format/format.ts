/**
 * Everything a person reads as a number, an amount or a time is written here.
 *
 * Times are Korea's (KST, Asia/Seoul), and the same instant in UTC is what hovering shows. Amounts are won before tax unless
 * a name says otherwise; exact amounts stay text until they are shown, for a float cannot hold them.
 */

const SEOUL = 'Asia/Seoul';

const parts = (zone: string, withSeconds: boolean): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: withSeconds ? 'medium' : 'short',
  });

const kstMinutes = parts(SEOUL, false);
const kstSeconds = parts(SEOUL, true);
const utcSeconds = parts('UTC', true);
const kstDay = new Intl.DateTimeFormat('sv-SE', { timeZone: SEOUL, dateStyle: 'short' });
const integers = new Intl.NumberFormat('ko-KR', { maximumFractionDigits: 0 });

/** `2026-11-28 14:05`, Korea's time. */
export function kst(at: Date): string {
  return kstMinutes.format(at);
}

/** `2026-11-28 14:05:09 KST`. */
export function kstExact(at: Date): string {
  return `${kstSeconds.format(at)} KST`;
}

/** `2026-11-28 05:05:09 UTC`. */
export function utc(at: Date): string {
  return `${utcSeconds.format(at)} UTC`;
}

/** `2026-11-28`: the day in Korea. */
export function day(at: Date): string {
  return kstDay.format(at);
}

/** `14:05`: the minute in Korea. */
export function minute(at: Date): string {
  return kstMinutes.format(at).slice(-5);
}

/** `14:05:09`: the second in Korea. */
export function second(at: Date): string {
  return kstSeconds.format(at).slice(-8);
}

/** `2026-11`: the month in Korea. */
export function month(at: Date): string {
  return day(at).slice(0, 7);
}

/** Midnight in Korea of the day an instant lies in. Korea has no summer time. */
export function startOfDay(at: Date): Date {
  return new Date(`${day(at)}T00:00:00+09:00`);
}

/** An integer with thousands separated. */
export function integer(value: number | bigint): string {
  return integers.format(value);
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Won with thousands: whole won without a fraction, less than 100 won with up to four digits, so that the price of one short
 * answer is not "0".
 *
 * @param value decimal text or a number
 */
export function won(value: string | number): string {
  const text = typeof value === 'number' ? plain(value) : value;
  const match = DECIMAL.exec(text);
  if (!match) {
    return text;
  }
  const [, sign = '', whole = '0', fraction = ''] = match;
  if (whole.length > 2 || /^0*$/.test(fraction)) {
    const up = /^[5-9]/.test(fraction) ? 1n : 0n;
    return `${sign}${integer(BigInt(whole) + up)}원`;
  }
  const digits = fraction.slice(0, 4).replace(/0+$/, '');
  if (digits === '') {
    return whole === '0' ? `${sign}0.0001원 미만` : `${sign}${whole}원`;
  }
  return `${sign}${whole}.${digits}원`;
}

/** Won in the reader's language: `1,234원`, or `₩1,234` in English. */
export function wonIn(language: string, value: string | number): string {
  const text = won(value);
  return language === 'en'
    ? text.replace(/^(-?)(.*?)원( 미만)?$/, (_, sign: string, amount: string, below?: string) => `${below ? '< ' : ''}${sign}₩${amount}`)
    : text;
}

/** A price for a token, as the API says it, as the price of a million of them; exact. */
export function perMillion(perToken: string): string {
  const match = DECIMAL.exec(perToken);
  if (!match) {
    return perToken;
  }
  const [, sign = '', whole = '0', fraction = ''] = match;
  const shifted = `${whole}${fraction.padEnd(6, '0').slice(0, 6)}`.replace(/^0+(?=\d)/, '');
  const rest = fraction.slice(6).replace(/0+$/, '');
  return `${sign}${shifted}${rest === '' ? '' : `.${rest}`}`;
}

/** Nano-won, which receipts count in, as won with every digit. */
export function nanoToWon(nano: number | bigint): string {
  const digits = BigInt(nano).toString().padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  return `${digits.slice(0, -9)}${fraction === '' ? '' : `.${fraction}`}`;
}

const KIB = 1024;
const SIZES = ['KiB', 'MiB', 'GiB', 'TiB'] as const;
const sizes = new Intl.NumberFormat('ko-KR', { maximumFractionDigits: 1 });

/** A size in bytes as people read it: `812 B`, `1.5 KiB`, `200 MiB`. */
export function size(bytes: number): string {
  if (bytes < KIB) {
    return `${integer(bytes)} B`;
  }
  let value = bytes / KIB;
  let unit = 0;
  // What would be written as 1,024 of a unit is 1 of the next.
  while (Math.round(value * 10) / 10 >= KIB && unit < SIZES.length - 1) {
    value /= KIB;
    unit++;
  }
  return `${sizes.format(value)} ${SIZES[unit] ?? ''}`;
}

/** A duration: `840 ms`, `3.2 s`. */
export function duration(millis: number): string {
  return millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`;
}

/** A number without an exponent. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text;
}
