import { Checkbox, Form, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { DossierHead, HoldForm } from '../../../api/client';
import { useBeginHold } from '../../../api/holds';
import { useUsePolicy } from '../../../api/matters';
import { DateInput } from '../../../components/DateInput';
import { FormDialog } from '../../../components/FormDialog';
import { useT } from '../../../i18n/i18n';
import { randomKey } from '../../../lib/randomKey';
import { useRequired, useRequiredText } from '../../../lib/required';

interface Props {
  head: DossierHead;
  onClose: () => void;
}

/** Takes the dossier of a deceased person from the shelf to where such dossiers are kept. */
export function BeginHoldDialog({ head, onClose }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const required = useRequiredText();
  const { data: policy } = useUsePolicy(head.id, 'HOLD');
  const [key] = useState(randomKey); // one dialog makes one hold, however often it is sent
  const begin = useBeginHold(head.id, key);
  return (
    <FormDialog<HoldForm>
      title={t('hold.beginTitle', { name: head.name })}
      busy={begin.isPending}
      error={begin.error}
      initial={{ evidence: '', reportedBy: '', specialMerit: false }}
      okText={t('hold.submit')}
      onSubmit={(values) => begin.mutate(values, { onSuccess: ({ id }) => void navigate(`/holds/${id}`) })}
      onClose={onClose}
    >
      <Form.Item name="diedOn" label={t('hold.diedOn')} rules={useRequired()}><DateInput /></Form.Item>
      <Form.Item name="evidence" label={t('hold.evidence')} rules={required} extra={t('hold.evidenceHint')}><Input maxLength={200} /></Form.Item>
      <Form.Item name="reportedBy" label={t('hold.reportedBy')} rules={required}><Input maxLength={100} /></Form.Item>
      <Form.Item name="specialMerit" valuePropName="checked"><Checkbox>{t('hold.specialMerit')}</Checkbox></Form.Item>
      {policy && <p className="muted">{t('hold.terms', { years: policy.holdYears, source: policy.source })}</p>}
    </FormDialog>
  );
}
