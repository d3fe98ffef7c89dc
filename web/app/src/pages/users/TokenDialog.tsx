import { DatePicker, Form, Input, Modal } from 'antd';
import dayjs from 'dayjs';
import type { Dayjs } from 'dayjs';
import type { Grant } from '../../api/client';
import { useCreateToken } from '../../api/tokens';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useT } from '../../i18n/i18n';
import { GrantsField } from './GrantsEditor';

const longestLife = 366; // days, as the server allows

interface Values {
  name: string;
  grants: Grant[];
  expires: Dayjs;
}

interface Props {
  onMade: (name: string, secret: string) => void;
  onClose: () => void;
}

export function TokenDialog({ onMade, onClose }: Props) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const create = useCreateToken();
  const submit = ({ name, grants, expires }: Values) =>
    create.mutate(
      { name, grants, expiresAt: expires.endOf('day').toISOString() },
      { onSuccess: ({ token, secret }) => onMade(token.name, secret) },
    );
  const tooFar = (day: Dayjs) => !day.endOf('day').isAfter(dayjs()) || day.endOf('day').diff(dayjs(), 'day', true) > longestLife;
  return (
    <Modal open width={640} title={t('token.addTitle')} okText={t('common.save')} confirmLoading={create.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ grants: [{ role: 'data_partner' }], expires: dayjs().add(1, 'year') }}
        onFinish={submit}
      >
        <Form.Item name="name" label={t('token.name')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}>
          <Input autoComplete="off" maxLength={100} />
        </Form.Item>
        <GrantsField />
        <Form.Item name="expires" label={t('token.expires')} extra={t('token.days')} rules={[{ required: true, message: t('common.required') }]}>
          <DatePicker disabledDate={tooFar} allowClear={false} />
        </Form.Item>
      </Form>
      <ProblemAlert error={create.error} />
    </Modal>
  );
}
