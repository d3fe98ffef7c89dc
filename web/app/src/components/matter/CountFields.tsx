import { Alert, Button, Form, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import type { VolumeCount } from '../../api/client';
import { useT } from '../../i18n/i18n';
import { useRequired } from '../../lib/required';
import { counts, differing } from './returnCheck';
import type { Counted } from './returnCheck';

interface Props {
  expected?: VolumeCount; // to count against; without it the count is blind
  title: string; // of the row that is counted
  differs?: string; // what to do about a difference
  children?: ReactNode; // what is looked at besides
}

/** A dossier is counted: the field `counted` of a form. */
export function CountFields({ expected, title, differs, children }: Props) {
  const t = useT();
  const form = Form.useFormInstance();
  const required = useRequired();
  const counted = Form.useWatch<Counted | undefined>('counted', form);
  const wrong = expected ? differing(expected, counted) : [];
  return (
    <>
      <div className="return-check">
        <table className="count-table">
          <thead><tr><th />{counts.map((count) => <th key={count.field} scope="col">{t(count.title)}</th>)}</tr></thead>
          <tbody>
            {expected && <tr><th scope="row">{t('matter.expected')}</th>{counts.map(({ field }) => <td key={field}>{expected[field]}</td>)}</tr>}
            <tr>
              <th scope="row">{title}</th>
              {counts.map(({ field, title: name, most }) => (
                <td key={field}>
                  <Form.Item noStyle name={['counted', field]} rules={required}>
                    <InputNumber aria-label={t(name)} min={0} max={most} precision={0} controls={false} {...(wrong.includes(field) ? { status: 'warning' as const } : {})} />
                  </Form.Item>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
        {expected && <Button onClick={() => form.setFieldsValue({ counted: { ...expected } })}>{t('matter.asLeft')}</Button>}
        {children}
      </div>
      {wrong.length > 0 && <Alert type="warning" showIcon className="spaced" title={differs} />}
    </>
  );
}
