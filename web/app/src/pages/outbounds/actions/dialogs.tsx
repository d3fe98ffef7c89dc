import { Form, Input } from 'antd';
import type { Outbound, SendingBack } from '../../../api/client';
import { useChaseOutbound, useLoseOutbound, useSendBackOutbound, useWithdrawOutbound } from '../../../api/outbounds';
import { DateInput, today } from '../../../components/DateInput';
import { FormDialog } from '../../../components/FormDialog';
import { ReasonDialog } from '../../../components/ReasonDialog';
import { useT } from '../../../i18n/i18n';
import { useRequired, useRequiredText } from '../../../lib/required';

interface Props {
  matter: Outbound;
  onClose: () => void;
}

export function ChaseDialog({ matter, onClose }: Props) {
  const t = useT();
  const chase = useChaseOutbound(matter);
  return (
    <FormDialog<{ note: string }>
      title={t('outbound.chaseTitle', { no: matter.no })}
      busy={chase.isPending}
      error={chase.error}
      initial={{ note: '' }}
      okText={t('outbound.chase')}
      onSubmit={({ note }) => chase.mutate(note.trim(), { onSuccess: onClose })}
      onClose={onClose}
    >
      <Form.Item name="note" label={t('outbound.chaseNote')} extra={t('outbound.chaseHint')}><Input autoFocus maxLength={500} /></Form.Item>
    </FormDialog>
  );
}

export function SendBackDialog({ matter, onClose }: Props) {
  const t = useT();
  const sendBack = useSendBackOutbound(matter);
  return (
    <FormDialog<SendingBack>
      title={t('outbound.sendBackTitle', { no: matter.no })}
      busy={sendBack.isPending}
      error={sendBack.error}
      initial={{ on: today(), reason: '' }}
      onSubmit={(values) => sendBack.mutate(values, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Form.Item name="on" label={t('outbound.returnedOn')} rules={useRequired()}><DateInput /></Form.Item>
      <Form.Item name="reason" label={t('common.reason')} rules={useRequiredText()}><Input maxLength={500} /></Form.Item>
    </FormDialog>
  );
}

export function LoseDialog({ matter, onClose }: Props) {
  const t = useT();
  const lose = useLoseOutbound(matter);
  return (
    <ReasonDialog open title={t('outbound.loseTitle', { name: matter.name })} busy={lose.isPending} error={lose.error}
      onConfirm={(reason) => lose.mutate(reason, { onSuccess: onClose })} onCancel={onClose} />
  );
}

export function WithdrawDialog({ matter, onClose }: Props) {
  const t = useT();
  const withdraw = useWithdrawOutbound(matter);
  return (
    <ReasonDialog open title={t('outbound.withdrawTitle', { no: matter.no })} busy={withdraw.isPending} error={withdraw.error}
      onConfirm={(reason) => withdraw.mutate(reason, { onSuccess: onClose })} onCancel={onClose} />
  );
}
