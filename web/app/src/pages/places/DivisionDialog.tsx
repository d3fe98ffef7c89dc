import { Form, Input } from 'antd';
import type { Division } from '../../api/client';
import { useSaveDivision } from '../../api/places';
import { FormDialog } from '../../components/FormDialog';
import { useT } from '../../i18n/i18n';
import { useRequiredText } from '../../lib/required';

/** To rename a division, or to add one of so many digits below another. */
export type DivisionWork = { division: Division } | { parent: Division; digits: 9 | 12 };

interface Props {
  work: DivisionWork;
  known: Division[];
  onSaved: (parentOrSelf: string) => void;
  onClose: () => void;
}

export function DivisionDialog({ work, known, onSaved, onClose }: Props) {
  const t = useT();
  const save = useSaveDivision();
  const adding = 'parent' in work ? work : undefined;
  const initial = 'parent' in work ? { code: work.parent.code, name: '' } : { code: work.division.code, name: work.division.name };
  const check = (code: string) => {
    if (!adding) return;
    const { parent, digits } = adding;
    if (!/^\d+$/.test(code) || code.length !== digits || !code.startsWith(parent.code)) {
      throw new Error(t('division.codeHint', { count: digits, parent: parent.code }));
    }
    // Saving a code that exists would rename that division without saying so.
    const taken = known.find((division) => division.code === code);
    if (taken) throw new Error(t('division.taken', { name: taken.name }));
  };
  const title = adding ? `${adding.parent.name}：${t(adding.digits === 9 ? 'division.addSubdistrict' : 'division.addCommunity')}` : t('division.rename');
  return (
    <FormDialog<Division>
      title={title}
      busy={save.isPending}
      error={save.error}
      initial={initial}
      onSubmit={(division) => save.mutate({ ...initial, ...division }, { onSuccess: () => onSaved(adding?.parent.code ?? initial.code) })}
      onClose={onClose}
    >
      <Form.Item
        name="code"
        label={t('division.code')}
        extra={adding && t('division.codeHint', { count: adding.digits, parent: adding.parent.code })}
        rules={[{ validator: (_, code: string) => new Promise<void>((done) => { check(code); done(); }) }]}
      >
        <Input className="mono" disabled={!adding} maxLength={12} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t('division.name')} rules={useRequiredText()}><Input maxLength={100} autoComplete="off" /></Form.Item>
    </FormDialog>
  );
}
