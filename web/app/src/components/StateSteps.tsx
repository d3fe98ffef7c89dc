import { Steps } from 'antd';
import { useT } from '../i18n/i18n';
import type { MessageKey } from '../i18n/messages';

interface Props {
  steps: readonly MessageKey[];
  /** The step being done; the number of steps when all are. */
  current: number;
  /** It cannot go on as it is. */
  failed?: boolean;
}

/** How far something has come on the way it always takes. */
export function StateSteps({ steps, current, failed = false }: Props) {
  const t = useT();
  return (
    <Steps size="small" responsive className="spaced" current={current} status={failed ? 'error' : 'process'} items={steps.map((step) => ({ title: t(step) }))} />
  );
}
