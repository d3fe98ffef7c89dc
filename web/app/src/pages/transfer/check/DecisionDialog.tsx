import { AutoComplete, Form, Modal } from 'antd';
import dayjs from 'dayjs';
import { DateInput } from '../../../components/DateInput';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequired } from '../../../lib/required';
import type { Grounds } from './checkDraft';
import type { DecisionRow } from './decisions';

const usualDays = 30;

interface Props {
  row: DecisionRow;
  name: string;
  busy: boolean;
  error: unknown;
  onConfirm: (grounds: Grounds) => void;
  onClose: () => void;
}

/** Why a dossier goes back or did not come, and by when it is to be brought again. */
export function DecisionDialog({ row, name, busy, error, onConfirm, onClose }: Props) {
  const t = useT();
  const required = useRequired();
  const [form] = Form.useForm<Grounds>();
  return (
    <Modal open title={`${t(row.title)}：${name}`} confirmLoading={busy} onOk={() => form.submit()} onCancel={onClose}>
      <Form<Grounds>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ reason: '', dueOn: dayjs().add(usualDays, 'day').format('YYYY-MM-DD') }}
        onFinish={onConfirm}
      >
        <Form.Item name="reason" label={t('check.reason')} rules={required}>
          <AutoComplete autoFocus maxLength={500} options={row.reasons.map((reason) => ({ value: t(reason) }))} />
        </Form.Item>
        {row.asks.includes('dueOn') && <Form.Item name="dueOn" label={t('check.dueOn')} rules={required}><DateInput /></Form.Item>}
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
      </Form>
      <ProblemAlert error={error} />
    </Modal>
  );
}
