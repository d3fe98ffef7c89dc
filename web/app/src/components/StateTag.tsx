import { Tag } from 'antd';
import { useLanguage } from '../i18n/i18n';
import { label } from '../i18n/labels';
import type { Labels } from '../i18n/labels';

/** Blue: under way; gold: waits for someone; green: good; red: needs attention; others are grey: not begun, or over. */
const handoverColors: Record<string, string> = {
  SUBMITTED: 'gold', PROVINCE_CONFIRMED: 'gold', SSA_VERIFYING: 'processing', LIST_ISSUED: 'gold', AGREEMENT_SIGNED: 'gold',
  CHECKING: 'processing', PARTIALLY_ACCEPTED: 'orange', E_INGESTED: 'gold', CLOSED: 'green', CONFIRMED: 'green', REFUSED: 'red',
  UNDER_REVIEW: 'gold', SIGNED_BY_ENTERPRISE: 'gold', SIGNED_BY_ARCHIVE: 'green', FULFILLED: 'green', TERMINATED: 'red',
  VERIFIED: 'blue', REJECTED: 'red', DELIVERED: 'gold', ACCEPTED: 'green', ACCEPTED_WITH_GAPS: 'lime', RETURNED: 'red', MISSING: 'red',
  INSPECTING: 'processing', INSPECTED: 'gold', IMPORTING: 'processing', IMPORTED: 'green', FAILED: 'red',
};

interface Props {
  state: string;
  labels: Labels;
  colors?: Record<string, string>;
}

/** A state by its name in these labels; by default one of the handover. */
export function StateTag({ state, labels, colors = handoverColors }: Props) {
  const language = useLanguage();
  return <Tag color={colors[state] ?? 'default'}>{label(labels, state, language)}</Tag>;
}
