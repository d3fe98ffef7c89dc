import dayjs from 'dayjs';
import type { Translate } from './i18n';

export function formatTime(instant: string | undefined): string {
  return instant ? dayjs(instant).format('YYYY-MM-DD HH:mm') : '';
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'];

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A rough duration: nobody waiting needs seconds once it is minutes. */
export function formatDuration(seconds: number, t: Translate): string {
  if (seconds < 60) return t('upload.seconds', { count: Math.max(1, Math.round(seconds)) });
  if (seconds < 3600) return t('upload.minutes', { count: Math.round(seconds / 60) });
  return t('upload.hours', { count: (seconds / 3600).toFixed(1) });
}
