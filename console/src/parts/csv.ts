/** What a spreadsheet takes as a formula at the beginning of a cell. */
const FORMULA = /^[=+\-@\t\r]/;

/** A table as CSV for spreadsheets: with a mark so that Korean is read, and no text that would be run as a formula. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === 'number') {
    return String(value);
  }
  const safe = FORMULA.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a text to the browser as a file. */
export function download(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name.normalize('NFC');
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
