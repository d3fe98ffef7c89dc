import { App, Form, Input, Modal, Spin } from 'antd';
import type { DeclaredRelative, Recusal } from '../api/client';
import { FormDialog } from '../components/FormDialog';
import { ProblemAlert } from '../components/ProblemAlert';
import { RelativeFields } from '../components/recusal/RelativeFields';
import { relativeLine } from '../components/recusal/relatives';
import { useT } from '../i18n/i18n';
import { useDeclareRecusal, useOwnRecusal } from './recusal';

interface Values {
  idNumber?: string;
  add: DeclaredRelative[];
}

const wide = 640;

/** Declares one's own number and relatives; what was declared before is shown and stays. */
export function OwnRecusal({ onClose }: { onClose: () => void }) {
  const t = useT();
  const { message } = App.useApp();
  const own = useOwnRecusal();
  const declare = useDeclareRecusal();
  if (!own.data) {
    return (
      <Modal open title={t('recusal.ownTitle')} footer={null} onCancel={onClose}>
        {own.error ? <ProblemAlert error={own.error} onRetry={() => void own.refetch()} /> : <Spin />}
      </Modal>
    );
  }
  const submit = ({ idNumber = '', add }: Values) =>
    declare.mutate(
      { relatives: add, ...(idNumber.trim() ? { idNumber } : {}) },
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
      title={t('recusal.ownTitle')}
      busy={declare.isPending}
      error={declare.error}
      initial={{ add: [] }}
      okText={t('recusal.declare')}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className="muted">{t('recusal.ownHint')}</p>
      <Declared recusal={own.data} />
      {!own.data.idNumber && (
        <Form.Item name="idNumber" label={t('recusal.ownNumber')}><Input maxLength={18} className="mono" autoComplete="off" /></Form.Item>
      )}
      <RelativeFields />
    </FormDialog>
  );
}

function Declared({ recusal }: { recusal: Recusal }) {
  const t = useT();
  const lines = recusal.relatives.map(relativeLine);
  if (recusal.idNumber) lines.unshift(`${t('recusal.ownNumber')} ${recusal.idNumber}`);
  if (lines.length === 0) return null;
  return (
    <section aria-label={t('recusal.declared')}>
      <b>{t('recusal.declared')}</b>
      <ul>{lines.map((line, at) => <li key={at}>{line}</li>)}</ul>
    </section>
  );
}
