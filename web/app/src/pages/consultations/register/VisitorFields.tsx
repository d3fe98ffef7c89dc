import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Form, Input } from 'antd';
import type { Visitor } from '../../../api/client';
import { useT } from '../../../i18n/i18n';
import { useRequiredText } from '../../../lib/required';

const most = 10;

export const blankVisitor: Visitor = { name: '', idNumber: '', unit: '', post: '', phone: '', partyMember: false, idVerified: false, relation: '' };

/** Those who come: each is held to the rules about identity papers and relatives. */
export function VisitorFields({ least }: { least: number }) {
  const t = useT();
  const required = useRequiredText();
  return (
    <Form.List name="visitors">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }, at) => (
            <fieldset key={key} className="form-group">
              <legend>
                {t('consultation.visitor', { place: at + 1 })}
                {fields.length > least && <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('consultation.dropVisitor', { place: at + 1 })} onClick={() => remove(name)} />}
              </legend>
              <div className="form-grid">
                <Form.Item name={[name, 'name']} label={t('common.name')} rules={required}><Input maxLength={100} /></Form.Item>
                <Form.Item name={[name, 'idNumber']} label={t('dossier.idNumber')} rules={required}><Input maxLength={18} className="mono" autoComplete="off" /></Form.Item>
                <Form.Item name={[name, 'unit']} label={t('consultation.visitorUnit')}><Input maxLength={200} /></Form.Item>
                <Form.Item name={[name, 'post']} label={t('consultation.post')}><Input maxLength={100} /></Form.Item>
                <Form.Item name={[name, 'phone']} label={t('consultation.phone')}><Input maxLength={40} /></Form.Item>
                <Form.Item name={[name, 'relation']} label={t('consultation.relation')} extra={t('consultation.relationHint')}><Input maxLength={40} /></Form.Item>
              </div>
              <div className="tick-row">
                <Form.Item noStyle name={[name, 'idVerified']} valuePropName="checked"><Checkbox>{t('consultation.idVerified')}</Checkbox></Form.Item>
                <Form.Item noStyle name={[name, 'partyMember']} valuePropName="checked"><Checkbox>{t('consultation.partyMember')}</Checkbox></Form.Item>
              </div>
            </fieldset>
          ))}
          {fields.length < most && <Button size="small" className="spaced" icon={<PlusOutlined />} onClick={() => add(blankVisitor)}>{t('consultation.addVisitor')}</Button>}
        </>
      )}
    </Form.List>
  );
}
