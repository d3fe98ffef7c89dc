import { useT } from '../i18n/i18n';
import { clockText, useCountdown } from '../lib/useCountdown';

const soon = 600; // seconds

/** How long a visit to the reading room may still last. */
export function Countdown({ until }: { until: string }) {
  const t = useT();
  const left = useCountdown(until);
  return <span className={left < soon ? 'danger-text countdown' : 'countdown'}>{left === 0 ? t('consultation.over') : clockText(left)}</span>;
}
