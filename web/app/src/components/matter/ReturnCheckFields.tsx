import { Alert, Button, Checkbox, Form, Input, InputNumber } from 'antd';
import type { ReturnCheck, VolumeCount } from '../../api/client';
import { useT } from '../../i18n/i18n';
import { useRequired } from '../../lib/required';
import { counts, differing } from './returnCheck';
import type { Counted } from './returnCheck';

/** Nothing is counted beforehand: whoever takes a dossier back counts it, or says that all is there. */
export const blankCheck: Partial<ReturnCheck> = { sealIntact: false, defect: '' };

/** The dossier is counted in front of who brings it, and held against what left. Part of a form with the fields of a ReturnCheck. */
export function ReturnCheckFields({ expected }: { expected: VolumeCount }) {
  const t = useT();
  const form = Form.useFormInstance();
  const required = useRequired();
  const wrong = differing(expected, Form.useWatch<Counted | undefined>('counted', form));
  return (
    <>
      <div className="return-check">
        <table className="count-table">
          <thead><tr><th />{counts.map(({ field, title }) => <th key={field} scope="col">{t(title)}</th>)}</tr></thead>
          <tbody>
            <tr><th scope="row">{t('matter.expected')}</th>{counts.map(({ field }) => <td key={field}>{expected[field]}</td>)}</tr>
            <tr>
              <th scope="row">{t('matter.counted')}</th>
              {counts.map(({ field, title, most }) => (
                <td key={field}>
                  <Form.Item noStyle name={['counted', field]} rules={required}>
                    <InputNumber aria-label={t(title)} min={0} max={most} precision={0} controls={false} {...(wrong.includes(field) ? { status: 'warning' as const } : {})} />
                  </Form.Item>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
        <Button onClick={() => form.setFieldsValue({ counted: { ...expected } })}>{t('matter.asLeft')}</Button>
        <Form.Item noStyle name="sealIntact" valuePropName="checked"><Checkbox>{t('matter.sealIntact')}</Checkbox></Form.Item>
      </div>
      {wrong.length > 0 && <Alert type="warning" showIcon className="spaced" title={t('matter.differs')} />}
      <Form.Item name="defect" label={t('matter.defect')}><Input.TextArea maxLength={500} autoSize={{ minRows: 1 }} /></Form.Item>
    </>
  );
}
