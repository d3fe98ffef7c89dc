import { Form, Input, InputNumber, Modal, Select, Spin } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { DossierHead, LoanPolicy, LoanRequest } from '../../../api/client';
import { useLoanPolicy, useRequestLoan } from '../../../api/loans';
import { DateInput, today } from '../../../components/DateInput';
import { FormDialog } from '../../../components/FormDialog';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useLanguage, useT } from '../../../i18n/i18n';
import { label, roles } from '../../../i18n/labels';
import { randomKey } from '../../../lib/randomKey';
import { useRequired, useRequiredText } from '../../../lib/required';
import { BorrowerFields, blankBorrower } from './BorrowerFields';

interface Props {
  head: DossierHead;
  onClose: () => void;
}

const wide = 860;

/** Asks to borrow a dossier, on the terms of its office. */
export function RequestDialog({ head, onClose }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const policy = useLoanPolicy(head.id);
  const [key] = useState(randomKey); // one dialog makes one loan, however often it is sent
  const request = useRequestLoan(head.id, key);
  const title = t('loan.requestTitle', { name: head.name });
  if (!policy.data) {
    return (
      <Modal open title={title} footer={null} onCancel={onClose}>
        {policy.error ? <ProblemAlert error={policy.error} onRetry={() => void policy.refetch()} /> : <Spin />}
      </Modal>
    );
  }
  return (
    <FormDialog<LoanRequest>
      title={title}
      width={wide}
      busy={request.isPending}
      error={request.error}
      initial={{ unit: '', borrowers: [blankBorrower], content: '', whyNot: '', letterNo: '', letterOn: today(), days: policy.data.usualDays }}
      okText={t('loan.submit')}
      onSubmit={(values) => request.mutate(values, { onSuccess: (loan) => void navigate(`/loans/${loan.id}`) })}
      onClose={onClose}
    >
      <RequestFields policy={policy.data} />
    </FormDialog>
  );
}

function RequestFields({ policy }: { policy: LoanPolicy }) {
  const t = useT();
  const language = useLanguage();
  const required = useRequired();
  const requiredText = useRequiredText();
  const approvers = policy.chain.map((role) => label(roles, role, language)).join(' → ');
  return (
    <>
      <div className="form-grid">
        <Form.Item name="unit" label={t('loan.unit')} rules={requiredText}><Input autoFocus maxLength={200} /></Form.Item>
        <Form.Item name="purpose" label={t('loan.purpose')} rules={required}>
          <Select options={policy.purposes.map(({ code, label: text }) => ({ value: code, label: text }))} />
        </Form.Item>
        <Form.Item name="letterNo" label={t('loan.letterNo')}><Input maxLength={100} /></Form.Item>
        <Form.Item name="letterOn" label={t('loan.letterOn')} extra={t('loan.letterHint', { days: policy.letterDays })}><DateInput /></Form.Item>
      </div>
      <BorrowerFields />
      <div className="form-grid">
        <Form.Item name="content" label={t('loan.content')} rules={requiredText}><Input.TextArea maxLength={500} autoSize={{ minRows: 1 }} /></Form.Item>
        <Form.Item name="whyNot" label={t('loan.whyNot')} extra={t('loan.whyNotHint')}><Input.TextArea maxLength={500} autoSize={{ minRows: 1 }} /></Form.Item>
      </div>
      <Form.Item name="days" label={t('loan.days')} rules={required} extra={t('loan.daysHint', { usual: policy.usualDays, max: policy.maxDays, source: policy.source })}>
        <InputNumber min={1} max={366} precision={0} />
      </Form.Item>
      <p className="muted">{t('loan.chainOf', { roles: approvers })}</p>
    </>
  );
}
