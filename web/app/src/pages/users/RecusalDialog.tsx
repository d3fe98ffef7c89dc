import { App, Checkbox, Form, Input } from 'antd';
import type { DeclaredRelative, RecusalChange, User } from '../../api/client';
import { useSetRecusal } from '../../api/users';
import { FormDialog } from '../../components/FormDialog';
import { RelativeFields } from '../../components/recusal/RelativeFields';
import { relativeLine } from '../../components/recusal/relatives';
import { useT } from '../../i18n/i18n';

interface Values {
  idNumber?: string;
  withdrawOwn?: boolean;
  keep: number[];
  add: DeclaredRelative[];
}

interface Props {
  user: User;
  onClose: () => void;
}

const wide = 640;

/** Corrects whom a user keeps away from. Numbers are masked here, too: what stays is named by its place. */
export function RecusalDialog({ user, onClose }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const set = useSetRecusal();
  const { idNumber: own, relatives } = user.recusal;
  const submit = (values: Values) =>
    set.mutate(
      { userId: user.id, version: user.version, ...changeOf(values) },
      {
        onSuccess: () => {
          message.success(t('recusal.saved'));
          onClose();
        },
      },
    );
  return (
    <FormDialog<Values>
      width={wide}
      title={t('recusal.setTitle', { name: user.name })}
      busy={set.isPending}
      error={set.error}
      initial={{ keep: relatives.map((_, at) => at), add: [] }}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className="muted">{t('recusal.setHint')}</p>
      <Form.Item name="idNumber" label={t('recusal.ownNumber')} extra={own && t('recusal.ownNumberKept', { number: own })}>
        <Input maxLength={18} className="mono" autoComplete="off" />
      </Form.Item>
      {own && <Form.Item name="withdrawOwn" valuePropName="checked"><Checkbox>{t('recusal.withdrawOwn')}</Checkbox></Form.Item>}
      {relatives.length === 0 ? <p className="muted">{t('recusal.none')}</p> : (
        <Form.Item name="keep" label={t('recusal.kept')}>
          <Checkbox.Group options={relatives.map((relative, at) => ({ value: at, label: relativeLine(relative) }))} />
        </Form.Item>
      )}
      <RelativeFields />
    </FormDialog>
  );
}

/** The change that the form means: a number typed in replaces the one there was, also where that was to be withdrawn. */
export function changeOf({ idNumber = '', withdrawOwn = false, keep, add }: Values): RecusalChange {
  const number = idNumber.trim();
  return { keep: [...keep].sort((a, b) => a - b), add, ...(number || withdrawOwn ? { idNumber: number } : {}) };
}
