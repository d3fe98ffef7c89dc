import { DatePicker, Form, Input } from 'antd';
import dayjs from 'dayjs';
import type { Dayjs } from 'dayjs';
import type { Grant } from '../../api/client';
import { useCreateToken } from '../../api/tokens';
import { FormDialog } from '../../components/FormDialog';
import { useT } from '../../i18n/i18n';
import { useRequired, useRequiredText } from '../../lib/required';
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
  const create = useCreateToken();
  const submit = ({ name, grants, expires }: Values) =>
    create.mutate(
      { name, grants, expiresAt: expires.endOf('day').toISOString() },
      { onSuccess: ({ token, secret }) => onMade(token.name, secret) },
    );
  const tooFar = (day: Dayjs) => !day.endOf('day').isAfter(dayjs()) || day.endOf('day').diff(dayjs(), 'day', true) > longestLife;
  return (
    <FormDialog<Values>
      width={640}
      title={t('token.addTitle')}
      busy={create.isPending}
      error={create.error}
      initial={{ grants: [{ role: 'data_partner' }], expires: dayjs().add(1, 'year') }}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t('token.name')} rules={useRequiredText()}><Input autoComplete="off" maxLength={100} /></Form.Item>
      <GrantsField />
      <Form.Item name="expires" label={t('token.expires')} extra={t('token.days')} rules={useRequired()}>
        <DatePicker disabledDate={tooFar} allowClear={false} />
      </Form.Item>
    </FormDialog>
  );
}
