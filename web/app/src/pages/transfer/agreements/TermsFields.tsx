import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, InputNumber, Space } from 'antd';
import { DateInput } from '../../../components/DateInput';
import { PartialDateInput } from '../../../components/PartialDateInput';
import { useT } from '../../../i18n/i18n';
import { articles, plannedVolumes } from './terms';

const most = 1_000_000;

/** Items of a form over the terms of an agreement. */
export function TermsFields() {
  const t = useT();
  return (
    <>
      <Space wrap size="large">
        <Form.Item name="persons" label={t('terms.persons')}><InputNumber min={0} max={most} precision={0} /></Form.Item>
        <Form.Item name="volumes" label={t('terms.volumes')}><InputNumber min={0} max={most} precision={0} /></Form.Item>
        <Form.Item name="gapDays" label={t('terms.gapDays')}><InputNumber min={0} max={3650} precision={0} /></Form.Item>
        <Form.Item name="copies" label={t('terms.copies')}><InputNumber min={0} max={100} precision={0} /></Form.Item>
        <Form.Item name="ecopyLaterBy" label={t('terms.ecopyLaterBy')} tooltip={t('terms.ecopyLaterHint')}><DateInput /></Form.Item>
      </Space>
      <DeliveryPlan />
      {articles.map(({ name, title, max }) => (
        <Form.Item key={name} name={name} label={t(title)}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={max} /></Form.Item>
      ))}
    </>
  );
}

function DeliveryPlan() {
  const t = useT();
  return (
    <fieldset className="form-group">
      <legend>{t('terms.plan')}</legend>
      <Form.List name="plan">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }) => (
              <Space key={key} align="baseline" className="plan-row">
                <Form.Item name={[name, 'on']} label={t('terms.planOn')}><PlanDate label={t('terms.planOn')} /></Form.Item>
                <Form.Item name={[name, 'persons']} label={t('terms.persons')}><InputNumber min={0} max={most} precision={0} /></Form.Item>
                <Form.Item name={[name, 'volumes']} label={t('terms.volumes')}><InputNumber min={0} max={most} precision={0} /></Form.Item>
                <Button type="text" icon={<DeleteOutlined />} aria-label={t('terms.dropStep')} onClick={() => remove(name)} />
              </Space>
            ))}
            <Space size="large">
              <Button icon={<PlusOutlined />} disabled={rows.length >= 100} onClick={() => add({ on: '', persons: 0, volumes: 0 })}>{t('terms.addStep')}</Button>
              <Form.Item noStyle shouldUpdate>
                {({ getFieldsValue }) => <span className="muted">{t('terms.planSum', { volumes: plannedVolumes(getFieldsValue(['plan']) as Parameters<typeof plannedVolumes>[0]) })}</span>}
              </Form.Item>
            </Space>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

/** Form.Item hands it value and onChange. */
function PlanDate({ label, value = '', onChange = () => undefined }: { label: string; value?: string; onChange?: (value: string) => void }) {
  return <PartialDateInput label={label} value={value} onChange={onChange} />;
}
