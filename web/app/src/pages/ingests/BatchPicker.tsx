import { Select } from 'antd';
import { useState } from 'react';
import type { BatchState } from '../../api/client';
import { useBatches } from '../../api/batches';
import { useT } from '../../i18n/i18n';
import { useDelayed } from '../../lib/useDelayed';

/** States in which a batch awaits electronic copies: its list is agreed upon, and it is not closed. */
const awaiting: BatchState[] = ['AGREEMENT_SIGNED', 'DELIVERED', 'CHECKING', 'PARTIALLY_ACCEPTED', 'ACCEPTED'];
const mostShown = 100;

interface Props {
  id: string;
  office: string;
  value: string | undefined;
  onChange: (no: string | undefined) => void;
}

/** Chooses the transfer batch of an office to which all dossiers of a package belong; gives its number. */
export function BatchPicker({ id, office, value, onChange }: Props) {
  const t = useT();
  const [text, setText] = useState('');
  const words = useDelayed(text.trim());
  const batches = useBatches({ text: words || `-${office}-` }, mostShown); // every number names its office: YJ-210106-2026-0001
  const offered = (batches.data?.pages[0]?.batches ?? []).filter((batch) => batch.office === office && awaiting.includes(batch.state));
  return (
    <Select
      id={id}
      allowClear
      className="wide-select"
      popupMatchSelectWidth={false}
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder={t('ingest.batchNone')}
      value={value}
      loading={batches.isFetching}
      options={offered.map((batch) => ({ value: batch.no, label: `${batch.no} ${batch.enterpriseName}` }))}
      onChange={onChange}
    />
  );
}
