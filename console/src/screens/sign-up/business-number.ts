const WEIGHTS = [1, 3, 7, 1, 3, 7, 1, 3, 5];

/** Whether a 사업자등록번호 can be one: ten digits, with or without hyphens, the last of which checks the others. */
export function isBusinessNumber(text: string): boolean {
  const digits = Array.from(text.replaceAll('-', '').trim(), Number);
  if (!/^[\d-]+$/.test(text.trim()) || digits.length !== 10) {
    return false;
  }
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0);
  return (10 - ((sum + Math.floor(((digits[8] ?? 0) * 5) / 10)) % 10)) % 10 === digits[9];
}
