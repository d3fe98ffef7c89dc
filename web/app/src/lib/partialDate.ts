/** A date as documents carry it: a year, a year and month, or a full day. */
const shape = /^(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月?)?|年)?$/;
const compact = /^(\d{4})(\d{2})(?:(\d{2}))?$/;
const earliestYear = 1900;

/**
 * Reads what people type (1978, 1978年3月, 1978.3.9, 19780309, full-width digits) and gives YYYY, YYYY-MM or YYYY-MM-DD.
 * Empty text is the unknown date and stays empty; null means that the date does not exist or cannot be read.
 */
export function parsePartialDate(text: string): string | null {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return '';
  const match = shape.exec(plain) ?? compact.exec(plain);
  if (!match) return null;
  const [, year = '', month, day] = match;
  if (Number(year) < earliestYear) return null;
  if (month === undefined) return year;
  if (Number(month) < 1 || Number(month) > 12) return null;
  const yearMonth = `${year}-${month.padStart(2, '0')}`;
  if (day === undefined) return yearMonth;
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) < 1 || Number(day) > daysInMonth) return null;
  return `${yearMonth}-${day.padStart(2, '0')}`;
}
