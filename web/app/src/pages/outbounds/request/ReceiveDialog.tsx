import { Checkbox, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { DossierHead, OutboundForm, UsePolicy } from '../../../api/client';
import { useUsePolicy } from '../../../api/matters';
import { useOutboundOptions, useReceiveOutbound } from '../../../api/outbounds';
import { AttachmentUpload } from '../../../components/AttachmentUpload';
import { DateInput, today } from '../../../components/DateInput';
import { FormDialog } from '../../../components/FormDialog';
import { useT } from '../../../i18n/i18n';
import { randomKey } from '../../../lib/randomKey';
import { useRequired, useRequiredText } from '../../../lib/required';

interface Props {
  head: DossierHead;
  onClose: () => void;
}

const wide = 860;
const unrestricted = 'NONE'; // the empty code, of which a select could not say that it was chosen

/** Records the letter on which a dossier is to be forwarded. */
export function ReceiveDialog({ head, onClose }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const options = useOutboundOptions();
  const policy = useUsePolicy(head.id, 'OUTBOUND');
  const [key] = useState(randomKey); // one dialog makes one forwarding, however often it is sent
  const receive = useReceiveOutbound(head.id, key);
  return (
    <FormDialog<OutboundForm>
      title={t('outbound.receiveTitle', { name: head.name })}
      width={wide}
      busy={receive.isPending}
      error={receive.error ?? options.error ?? policy.error}
      initial={{ letter: { no: '', issuer: '', issuedOn: today(), sealed: false, qualified: false, address: '', contact: '', phone: '' }, complete: today() }}
      okText={t('outbound.submit')}
      onSubmit={(values) => receive.mutate({ ...values, group: values.group === unrestricted ? '' : values.group }, { onSuccess: ({ id }) => void navigate(`/outbounds/${id}`) })}
      onClose={onClose}
    >
      <LetterFields />
      <TransferFields />
      {policy.data && <Terms policy={policy.data} />}
    </FormDialog>
  );
}

function LetterFields() {
  const t = useT();
  const required = useRequired();
  const requiredText = useRequiredText();
  return (
    <div className="form-grid">
      <Form.Item name={['letter', 'issuer']} label={t('outbound.issuer')} rules={requiredText}><Input autoFocus maxLength={200} /></Form.Item>
      <Form.Item name={['letter', 'no']} label={t('outbound.letterNo')} rules={requiredText}><Input maxLength={100} /></Form.Item>
      <Form.Item name={['letter', 'issuedOn']} label={t('outbound.issuedOn')} rules={required}><DateInput /></Form.Item>
      <Form.Item name={['letter', 'address']} label={t('outbound.address')}><Input maxLength={200} /></Form.Item>
      <Form.Item name={['letter', 'contact']} label={t('outbound.contact')}><Input maxLength={100} /></Form.Item>
      <Form.Item name={['letter', 'phone']} label={t('outbound.phone')}><Input maxLength={40} /></Form.Item>
      <Form.Item label={t('outbound.checked')}>
        <Form.Item noStyle name={['letter', 'sealed']} valuePropName="checked"><Checkbox>{t('outbound.sealed')}</Checkbox></Form.Item>
        <Form.Item noStyle name={['letter', 'qualified']} valuePropName="checked"><Checkbox>{t('outbound.qualified')}</Checkbox></Form.Item>
      </Form.Item>
      <Form.Item name={['letter', 'attachmentId']} label={t('outbound.letterScan')}><AttachmentUpload /></Form.Item>
    </div>
  );
}

function TransferFields() {
  const t = useT();
  const required = useRequired();
  const { data } = useOutboundOptions();
  return (
    <div className="form-grid">
      <Form.Item name="cause" label={t('outbound.cause')} rules={required}>
        <Select options={data?.causes.map(({ code, label }) => ({ value: code, label })) ?? []} />
      </Form.Item>
      <Form.Item name="group" label={t('outbound.group')} rules={required} extra={t('outbound.groupHint')}>
        <Select options={data?.groups.map(({ code, label }) => ({ value: code || unrestricted, label })) ?? []} />
      </Form.Item>
      <Form.Item name="complete" label={t('outbound.complete')} rules={required}><DateInput /></Form.Item>
    </div>
  );
}

function Terms({ policy: { dispatchWorkdays, receiptMonths, source, chain } }: { policy: UsePolicy }) {
  const t = useT();
  return (
    <p className="muted">
      {t('outbound.chain', { roles: chain.map(({ label }) => label).join(' → ') })}
      <br />
      {t('outbound.terms', { days: dispatchWorkdays, months: receiptMonths, source })}
    </p>
  );
}
