import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import type { DeclaredRelative } from '../../api/client';
import { useT } from '../../i18n/i18n';
import { useRequiredText } from '../../lib/required';

const most = 50;
const blank: DeclaredRelative = { name: '', idNumber: '', relation: '' };

/** Relatives to be declared, in the field "add" of a form. */
export function RelativeFields() {
  const t = useT();
  const required = useRequiredText();
  return (
    <Form.List name="add">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }, at) => (
            <fieldset key={key} className="form-group">
              <legend>
                {t('recusal.relative', { place: at + 1 })}
                <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('recusal.dropRelative', { place: at + 1 })} onClick={() => remove(name)} />
              </legend>
              <div className="form-grid narrow">
                <Form.Item name={[name, 'name']} label={t('common.name')} rules={required}><Input maxLength={50} autoComplete="off" /></Form.Item>
                <Form.Item name={[name, 'idNumber']} label={t('dossier.idNumber')} rules={required}><Input maxLength={18} className="mono" autoComplete="off" /></Form.Item>
                <Form.Item name={[name, 'relation']} label={t('recusal.relation')} rules={required}><Input maxLength={50} autoComplete="off" /></Form.Item>
              </div>
            </fieldset>
          ))}
          {fields.length < most && <Button size="small" className="spaced" icon={<PlusOutlined />} onClick={() => add(blank)}>{t('recusal.addRelative')}</Button>}
        </>
      )}
    </Form.List>
  );
}
