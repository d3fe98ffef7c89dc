import { Form, Input, Modal } from 'antd';
import { useNavigate } from 'react-router';
import { useCreateBatch } from '../../../api/batches';
import { EnterprisePicker } from '../../../components/EnterprisePicker';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequired } from '../../../lib/required';

interface Values {
  enterpriseId: string;
  name?: string;
}

export function NewBatchDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const required = useRequired();
  const create = useCreateBatch();
  const [form] = Form.useForm<Values>();
  const begin = ({ enterpriseId, name }: Values) =>
    create.mutate({ enterpriseId, ...(name ? { name } : {}) }, { onSuccess: ({ batch }) => void navigate(`/transfer/batches/${batch.id}`) });
  return (
    <Modal open title={t('batch.new')} okText={t('batch.create')} confirmLoading={create.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Form<Values> form={form} layout="vertical" requiredMark={false} onFinish={begin}>
        <Form.Item name="enterpriseId" label={t('transfer.enterprise')} extra={t('batch.officeHint')} rules={required}><EnterprisePicker /></Form.Item>
        <Form.Item name="name" label={t('batch.name')} extra={t('batch.nameHint')}><Input maxLength={200} /></Form.Item>
      </Form>
      <ProblemAlert error={create.error} />
    </Modal>
  );
}
