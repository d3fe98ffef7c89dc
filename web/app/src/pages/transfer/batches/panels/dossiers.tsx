import { BarcodeOutlined, PlusOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Select, Space } from 'antd';
import { useState } from 'react';
import { useAgreements } from '../../../../api/agreements';
import { useJoinAgreement, useStartCheck } from '../../../../api/batches';
import { useLines } from '../../../../api/lines';
import { LinkButton } from '../../../../components/LinkButton';
import { ProblemAlert } from '../../../../components/ProblemAlert';
import { useLanguage, useT } from '../../../../i18n/i18n';
import { label } from '../../../../i18n/labels';
import { agreementStates } from '../../../../i18n/labels.transfer';
import { CheckProgress } from '../../check/CheckProgress';
import { SignDialog } from '../../check/SignDialog';
import { useRequired } from '../../../../lib/required';
import { DeliveryForm } from './DeliveryForm';
import type { PanelProps } from './people';
import { StepButton } from './StepButton';

export function AgreementPanel({ detail: { batch } }: PanelProps) {
  const t = useT();
  const language = useLanguage();
  const required = useRequired();
  const agreements = useAgreements({ enterprise: batch.enterpriseId });
  const join = useJoinAgreement(batch);
  const options = agreements.data?.pages.flatMap((page) => page.agreements).map(({ id, no, officeName, state }) => ({
    value: id,
    label: `${no} ${officeName} · ${label(agreementStates, state, language)}`,
  }));
  return (
    <Form<{ agreementId: string }> layout="vertical" requiredMark={false} onFinish={({ agreementId }) => join.mutate(agreementId)}>
      <p>{t('batch.task.agreement')}</p>
      <Form.Item name="agreementId" label={t('agreement.title')} rules={required}>
        <Select className="wide-input" loading={agreements.isLoading} options={options} />
      </Form.Item>
      <ProblemAlert error={join.error ?? agreements.error} />
      <Space wrap>
        <Button type="primary" htmlType="submit" loading={join.isPending}>{t('batch.joinAgreement')}</Button>
        <LinkButton to={`/transfer/agreements/new?enterprise=${batch.enterpriseId}&office=${batch.office}`} icon={<PlusOutlined />}>{t('agreement.new')}</LinkButton>
      </Space>
    </Form>
  );
}

/** Dossiers are delivered under an agreement that stands; one that has ended is replaced first. */
function Delivery({ detail }: PanelProps) {
  const t = useT();
  const language = useLanguage();
  const { agreement, allowed, batch } = detail;
  if (agreement?.state !== 'TERMINATED' && agreement?.state !== 'FULFILLED') return <DeliveryForm batch={batch} />;
  const state = label(agreementStates, agreement.state, language);
  return (
    <>
      <Alert type="warning" showIcon className="spaced" title={t('batch.agreementEnded', { no: agreement.no, state })} />
      {(allowed.includes('agreement.manage') || allowed.includes('transfer.receive')) && <AgreementPanel detail={detail} />}
    </>
  );
}

export function DeliverPanel({ detail }: PanelProps) {
  const t = useT();
  return (
    <>
      <p>{t('batch.task.deliver', { office: detail.batch.officeName })}</p>
      <Delivery detail={detail} />
    </>
  );
}

/** What went back or never came is brought again. */
export function RedeliverPanel({ detail }: PanelProps) {
  const t = useT();
  const { batch } = detail;
  const due = useLines(batch.id, { state: ['RETURNED', 'MISSING'] }, '');
  return (
    <>
      <p>{t('batch.task.redeliver', { returned: batch.tally.returned, missing: batch.tally.missing })}</p>
      <ProblemAlert error={due.error} />
      <ul className="due-lines">
        {due.data?.lines.map((line) => (
          <li key={line.seq}>
            {t('batch.dueLine', { seq: line.seq, name: line.name, state: line.stateLabel, reason: line.reason })}
            {line.dueOn && <b> {t('batch.dueOn', { date: line.dueOn })}</b>}
          </li>
        ))}
      </ul>
      <Delivery detail={detail} />
    </>
  );
}

export function StartCheckPanel({ detail: { batch } }: PanelProps) {
  const t = useT();
  const start = useStartCheck(batch);
  return (
    <>
      <p>{t('batch.task.startCheck', { count: batch.tally.delivered })}</p>
      <StepButton step={{ ...start, mutate: () => start.mutate() }}>{t('batch.startCheck')}</StepButton>
    </>
  );
}

export function CheckingPanel({ detail }: PanelProps) {
  const t = useT();
  const [signing, setSigning] = useState(false);
  const { batch } = detail;
  return (
    <>
      <CheckProgress tally={batch.tally} />
      <Space wrap>
        <LinkButton to={`/transfer/batches/${batch.id}/check`} type="primary" icon={<BarcodeOutlined />}>{t('batch.toCheck')}</LinkButton>
        <Button onClick={() => setSigning(true)}>{t('sign.open')}</Button>
      </Space>
      {signing && <SignDialog batch={batch} onClose={() => setSigning(false)} />}
    </>
  );
}
