import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import type { LoanRequest } from '../../../api/client';
import { useT } from '../../../i18n/i18n';
import { useRequiredText } from '../../../lib/required';

const most = 5;

export const blankBorrower: LoanRequest['borrowers'][number] = { name: '', idNumber: '', phone: '', relation: '' };

/** Those who fetch and use the dossier: each is held to the rules about relatives. */
export function BorrowerFields() {
  const t = useT();
  const required = useRequiredText();
  return (
    <Form.List name="borrowers">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }, at) => (
            <fieldset key={key} className="form-group">
              <legend>
                {t('loan.borrower', { place: at + 1 })}
                {fields.length > 1 && <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('loan.dropBorrower', { place: at + 1 })} onClick={() => remove(name)} />}
              </legend>
              <div className="form-grid narrow">
                <Form.Item name={[name, 'name']} label={t('loan.borrowerName')} rules={required}><Input maxLength={100} /></Form.Item>
                <Form.Item name={[name, 'idNumber']} label={t('dossier.idNumber')} rules={required}><Input maxLength={18} className="mono" autoComplete="off" /></Form.Item>
                <Form.Item name={[name, 'phone']} label={t('loan.phone')}><Input maxLength={40} /></Form.Item>
                <Form.Item name={[name, 'relation']} label={t('loan.relation')} extra={t('loan.relationHint')}><Input maxLength={40} /></Form.Item>
              </div>
            </fieldset>
          ))}
          {fields.length < most && <Button size="small" className="spaced" icon={<PlusOutlined />} onClick={() => add(blankBorrower)}>{t('loan.addBorrower')}</Button>}
        </>
      )}
    </Form.List>
  );
}
