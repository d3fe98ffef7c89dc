import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Consultation, CopyForm } from '../../../api/client';
import { useRequestCopies } from '../../../api/consultations';
import { matterPath } from '../../../api/matters';
import { FormDialog } from '../../../components/FormDialog';
import { useT } from '../../../i18n/i18n';
import { parsePages } from '../../../lib/pageRanges';
import { randomKey } from '../../../lib/randomKey';
import { useRequired, useRequiredText } from '../../../lib/required';

interface Item {
  materialId?: string;
  pages: string;
  sheets: number;
  excerpt: string;
}

interface Values {
  purpose: string;
  items: Item[];
}

const blank: Item = { pages: '', sheets: 1, excerpt: '' };
const most = 50;
const wide = 860;

/** Asks for copies of what the visitors may see. */
export function CopyDialog({ matter: c, onClose }: { matter: Consultation; onClose: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const [key] = useState(randomKey); // one dialog makes one order, however often it is sent
  const request = useRequestCopies(c, key);
  return (
    <FormDialog<Values>
      title={t('copy.requestTitle', { no: c.no })}
      width={wide}
      busy={request.isPending}
      error={request.error}
      initial={{ purpose: '', items: [blank] }}
      okText={t('copy.submit')}
      onSubmit={(values) => request.mutate(orderOf(values), { onSuccess: ({ id }) => void navigate(matterPath('COPY', id)) })}
      onClose={onClose}
    >
      <Form.Item name="purpose" label={t('copy.purpose')} rules={useRequiredText()}><Input autoFocus maxLength={500} /></Form.Item>
      <Items materials={c.approvedMaterials.map(({ materialId, words }) => ({ value: materialId, label: words }))} />
    </FormDialog>
  );
}

const orderOf = ({ purpose, items }: Values): CopyForm => ({
  purpose,
  items: items.map(({ materialId = '', pages, sheets, excerpt }) => ({ materialId, pages: parsePages(pages) ?? [], sheets, excerpt: excerpt.trim() })),
});

function Items({ materials }: { materials: { value: string; label: string }[] }) {
  const t = useT();
  const required = useRequired();
  const pagesRule = { validator: (_: unknown, text: string) => parsePages(text) ? Promise.resolve() : Promise.reject(new Error(t('copy.pagesBad'))) };
  return (
    <Form.List name="items">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }, at) => (
            <fieldset key={key} className="form-group">
              <legend>
                {t('copy.item', { place: at + 1 })}
                {fields.length > 1 && <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('copy.dropItem', { place: at + 1 })} onClick={() => remove(name)} />}
              </legend>
              <div className="copy-item">
                <Form.Item name={[name, 'materialId']} label={t('copy.material')} rules={required}><Select showSearch={{ optionFilterProp: 'label' }} options={materials} /></Form.Item>
                <Form.Item name={[name, 'pages']} label={t('copy.pages')} extra={t('copy.pagesHint')} rules={[pagesRule]}><Input maxLength={200} /></Form.Item>
                <Form.Item name={[name, 'sheets']} label={t('copy.sheets')} rules={required}><InputNumber min={1} max={20} precision={0} /></Form.Item>
              </div>
              <Form.Item name={[name, 'excerpt']} label={t('copy.excerpt')} extra={t('copy.excerptHint')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 1 }} /></Form.Item>
            </fieldset>
          ))}
          {fields.length < most && <Button size="small" className="spaced" icon={<PlusOutlined />} onClick={() => add(blank)}>{t('copy.addItem')}</Button>}
        </>
      )}
    </Form.List>
  );
}
