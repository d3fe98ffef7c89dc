import { Button, Checkbox, Form, Input } from 'antd';
import type { Hold, HoldTransfer, HoldTransferRequest } from '../../../api/client';
import { useRequestHoldTransfer, useTransferHold, useWithdrawHold } from '../../../api/holds';
import { DateInput, today } from '../../../components/DateInput';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { ReasonDialog } from '../../../components/ReasonDialog';
import { useLanguage, useT } from '../../../i18n/i18n';
import { label } from '../../../i18n/labels';
import { archiveKinds } from '../../../i18n/labels.outbound';
import { useRequired, useRequiredText } from '../../../lib/required';
import { archiveFor } from '../stages';

interface Props {
  matter: Hold;
  onClose: () => void;
}

/** The years are over: an archive is to take the dossier. */
export function RequestForm({ matter }: Props) {
  const t = useT();
  const request = useRequestHoldTransfer(matter);
  return (
    <Form<HoldTransferRequest> layout="vertical" requiredMark={false} initialValues={{ specialMerit: matter.specialMerit, note: '' }} onFinish={(values) => request.mutate(values)}>
      <Form.Item name="specialMerit" valuePropName="checked"><Checkbox>{t('hold.specialMerit')}</Checkbox></Form.Item>
      <Form.Item name="note" label={t('hold.note')}><Input maxLength={500} /></Form.Item>
      <ProblemAlert error={request.error} />
      <Button type="primary" htmlType="submit" loading={request.isPending}>{t('hold.request')}</Button>
    </Form>
  );
}

/** The dossier is handed to the archive it is for. */
export function TransferForm({ matter }: Props) {
  const t = useT();
  const language = useLanguage();
  const required = useRequiredText();
  const transfer = useTransferHold(matter);
  const kind = archiveFor(matter.specialMerit);
  return (
    <Form<Omit<HoldTransfer, 'kind'>>
      layout="vertical"
      requiredMark={false}
      initialValues={{ receiver: '', listNo: '', on: today(), handedBy: '', receivedBy: '' }}
      onFinish={(values) => transfer.mutate({ ...values, kind })}
    >
      <p>{t('hold.receiverOf', { kind: label(archiveKinds, kind, language) })}</p>
      <div className="form-grid">
        <Form.Item name="receiver" label={t('hold.receiver')} rules={required}><Input maxLength={200} /></Form.Item>
        <Form.Item name="listNo" label={t('hold.listNo')} rules={required}><Input maxLength={100} /></Form.Item>
        <Form.Item name="on" label={t('hold.transferredOn')} rules={useRequired()}><DateInput /></Form.Item>
        <Form.Item name="handedBy" label={t('hold.handedBy')} rules={required}><Input maxLength={100} /></Form.Item>
        <Form.Item name="receivedBy" label={t('hold.receivedBy')} rules={required}><Input maxLength={100} /></Form.Item>
      </div>
      <ProblemAlert error={transfer.error} />
      <Button type="primary" htmlType="submit" loading={transfer.isPending}>{t('hold.transfer')}</Button>
    </Form>
  );
}

export function WithdrawDialog({ matter, onClose }: Props) {
  const t = useT();
  const withdraw = useWithdrawHold(matter);
  return (
    <ReasonDialog open title={t('hold.withdrawTitle', { no: matter.no })} busy={withdraw.isPending} error={withdraw.error}
      onConfirm={(reason) => withdraw.mutate(reason, { onSuccess: onClose })} onCancel={onClose} />
  );
}
