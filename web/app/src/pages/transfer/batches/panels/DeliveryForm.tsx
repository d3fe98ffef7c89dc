import { Button, Form, Input, Select } from 'antd';
import type { Batch, Delivery } from '../../../../api/client';
import { useDeliver } from '../../../../api/batches';
import { DateInput, today } from '../../../../components/DateInput';
import { ProblemAlert } from '../../../../components/ProblemAlert';
import { useLanguage, useT } from '../../../../i18n/i18n';
import { optionsOf } from '../../../../i18n/labels';
import { channels } from '../../../../i18n/labels.transfer';
import { parsePlaces } from '../../../../lib/places';
import { useRequired } from '../../../../lib/required';

interface Values extends Omit<Delivery, 'lines'> {
  places: string;
}

const blank: Values = { by: '', idNumber: '', phone: '', relation: '', channel: 'UNIT_COURIER', on: today(), places: '' };

/** Who brings the dossiers, how, and which. */
export function DeliveryForm({ batch }: { batch: Batch }) {
  const t = useT();
  const language = useLanguage();
  const required = useRequired();
  const deliver = useDeliver(batch);
  const record = ({ places, ...delivery }: Values) => {
    const lines = parsePlaces(places) ?? [];
    deliver.mutate({ ...delivery, ...(lines.length > 0 ? { lines } : {}) });
  };
  return (
    <Form<Values> layout="vertical" requiredMark={false} initialValues={blank} onFinish={record}>
      <div className="form-grid">
        <Form.Item name="channel" label={t('delivery.channel')}><Select options={optionsOf(channels, language)} /></Form.Item>
        <Form.Item name="by" label={t('delivery.by')} rules={required}><Input maxLength={100} /></Form.Item>
        <Form.Item name="idNumber" label={t('delivery.idNumber')}><Input maxLength={18} className="mono" autoComplete="off" /></Form.Item>
        <Form.Item name="phone" label={t('delivery.phone')}><Input maxLength={40} /></Form.Item>
        <Form.Item name="relation" label={t('delivery.relation')} extra={t('delivery.relationHint')}><Input maxLength={40} /></Form.Item>
        <Form.Item name="on" label={t('delivery.on')} rules={required}><DateInput /></Form.Item>
        <Form.Item
          name="places"
          label={t('delivery.places')}
          extra={t('delivery.placesHint')}
          rules={[{ validator: (_, text: string) => (parsePlaces(text) ? Promise.resolve() : Promise.reject(new Error(t('delivery.placesBad')))) }]}
        >
          <Input maxLength={500} placeholder={t('delivery.allDue')} />
        </Form.Item>
      </div>
      <ProblemAlert error={deliver.error} />
      <Button type="primary" htmlType="submit" loading={deliver.isPending}>{t('delivery.record')}</Button>
    </Form>
  );
}
