import { ImportOutlined } from '@ant-design/icons';
import { Button, Form, Input, Progress, Space } from 'antd';
import { Link } from 'react-router';
import type { BatchDetail, Confirmation } from '../../../../api/client';
import { useConfirmProvince, useIssueList, useStartVerifying, useSubmitBatch } from '../../../../api/batches';
import { today } from '../../../../components/DateInput';
import { LinkButton } from '../../../../components/LinkButton';
import { ProblemAlert } from '../../../../components/ProblemAlert';
import { useT } from '../../../../i18n/i18n';
import { ConfirmationFields } from '../../ConfirmationFields';
import { useRequired } from '../../../../lib/required';
import { StepButton } from './StepButton';

export interface PanelProps {
  detail: BatchDetail;
}

export function SubmitPanel({ detail: { batch } }: PanelProps) {
  const t = useT();
  const submit = useSubmitBatch(batch);
  return (
    <>
      <p>{t('batch.task.submit', { count: batch.tally.total })} <Link to="/transfer/natures">{t('batch.toNatures')}</Link></p>
      <StepButton step={{ ...submit, mutate: () => submit.mutate() }}>{t('batch.submit')}</StepButton>{' '}
      <LinkButton to={`/transfer/rosters?batch=${batch.id}`} icon={<ImportOutlined />}>{t('batch.importRoster')}</LinkButton>
    </>
  );
}

export function ProvincePanel({ detail: { batch } }: PanelProps) {
  const t = useT();
  const confirm = useConfirmProvince(batch);
  return (
    <Form<Confirmation> layout="vertical" requiredMark={false} initialValues={{ on: today(), attachmentId: '' }} onFinish={(body) => confirm.mutate(body)}>
      <p>{t('batch.task.province', { office: batch.officeName })}</p>
      <ConfirmationFields />
      <ProblemAlert error={confirm.error} />
      <Button type="primary" htmlType="submit" loading={confirm.isPending}>{t('batch.confirmProvince')}</Button>
    </Form>
  );
}

/** Submitted: the province first where the enterprise is insured there. */
export function SubmittedPanel({ detail }: PanelProps) {
  return detail.batch.provinceInsured ? <ProvincePanel detail={detail} /> : <StartVerifyingPanel detail={detail} />;
}

export function StartVerifyingPanel({ detail: { batch, unitRecordNo } }: PanelProps) {
  const t = useT();
  const required = useRequired();
  const start = useStartVerifying(batch);
  return (
    <Form<{ unitRecordNo: string }> layout="vertical" requiredMark={false} initialValues={{ unitRecordNo }} onFinish={(values) => start.mutate(values.unitRecordNo.trim())}>
      <p>{t('batch.task.start')}</p>
      <Form.Item name="unitRecordNo" label={t('batch.unitRecordNo')} extra={t('batch.unitRecordHint')} rules={batch.provinceInsured ? required : []}>
        <Input maxLength={64} className="wide-input" />
      </Form.Item>
      <ProblemAlert error={start.error} />
      <Button type="primary" htmlType="submit" loading={start.isPending}>{t('batch.startVerifying')}</Button>
    </Form>
  );
}

export function IssueListPanel({ detail: { batch } }: PanelProps) {
  const t = useT();
  const issue = useIssueList(batch);
  const { total, pending, verified, rejected } = batch.tally;
  return (
    <>
      <p>{t('batch.task.verify')}</p>
      <Space className="spaced batch-progress" size="large">
        <Progress percent={total === 0 ? 0 : Math.floor(((total - pending) / total) * 100)} />
        <span className="nowrap">{t('batch.verifyCounts', { pending, verified, rejected })}</span>
      </Space>
      <StepButton step={{ ...issue, mutate: () => issue.mutate() }}>{t('batch.issueList')}</StepButton>
    </>
  );
}
