import { Button, Form, Select } from 'antd';
import type { CopyOrder } from '../../api/client';
import { useConsultation, useDecideCopies, useIssueCopies, useVoidCopies } from '../../api/consultations';
import type { Work } from '../../components/matter/ActionPanel';
import { DecideForm } from '../../components/matter/DecideForm';
import { ProblemAlert } from '../../components/ProblemAlert';
import { ReasonDialog } from '../../components/ReasonDialog';
import { useT } from '../../i18n/i18n';
import { useRequired } from '../../lib/required';

/** What can be done with an order of copies. */
export function useCopyWorks(): Work<CopyOrder>[] {
  const t = useT();
  return [
    { code: 'decide', title: t('matter.approve'), form: Decide, main: true },
    { code: 'issue', title: t('copy.issue'), form: IssueForm, main: true },
    { code: 'void', title: t('copy.void'), form: VoidDialog, danger: true },
  ];
}

function Decide({ matter }: { matter: CopyOrder }) {
  return <DecideForm decide={useDecideCopies(matter)} />;
}

/** Copies go to one of the visitors, and to nobody else. */
function IssueForm({ matter: order }: { matter: CopyOrder }) {
  const t = useT();
  const consultation = useConsultation(order.consultationId);
  const issue = useIssueCopies(order);
  return (
    <Form<{ receivedBy: string }> layout="vertical" requiredMark={false} onFinish={({ receivedBy }) => issue.mutate(receivedBy)}>
      <p>{t('copy.issueHint')}</p>
      <Form.Item name="receivedBy" label={t('copy.receivedBy')} rules={useRequired()}>
        <Select className="wide-select" loading={consultation.isLoading} options={consultation.data?.visitors.map(({ name }) => ({ value: name, label: name })) ?? []} />
      </Form.Item>
      <ProblemAlert error={issue.error ?? consultation.error} />
      <Button type="primary" htmlType="submit" loading={issue.isPending}>{t('copy.issue')}</Button>
    </Form>
  );
}

function VoidDialog({ matter: order, onClose }: { matter: CopyOrder; onClose: () => void }) {
  const t = useT();
  const cancel = useVoidCopies(order);
  return (
    <ReasonDialog
      open
      title={t('copy.voidTitle', { no: order.no })}
      busy={cancel.isPending}
      error={cancel.error}
      onConfirm={(reason) => cancel.mutate(reason, { onSuccess: onClose })}
      onCancel={onClose}
    />
  );
}
