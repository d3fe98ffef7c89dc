import { Button, Form, Input, Select } from 'antd';
import type { Dispatch, Outbound } from '../../../api/client';
import { useUsePolicy } from '../../../api/matters';
import { useDispatchOutbound } from '../../../api/outbounds';
import { DateInput, today } from '../../../components/DateInput';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequired, useRequiredText } from '../../../lib/required';
import { channelsFor, courier } from '../channels';

const mostCouriers = 5;

/** The parcel leaves by a channel that is open to it. */
export function DispatchForm({ matter }: { matter: Outbound }) {
  const t = useT();
  const required = useRequired();
  const requiredText = useRequiredText();
  const [form] = Form.useForm<Dispatch>();
  const carried = Form.useWatch('channel', form) === courier;
  const policy = useUsePolicy(matter.dossierId, 'OUTBOUND');
  const dispatch = useDispatchOutbound(matter);
  const why = matter.restricted ? t('outbound.restrictedWhy', { why: matter.group ? matter.groupLabel : t('outbound.cadre') }) : t('outbound.channelHint');
  const send = ({ channel, on, trackingNo = '', couriers = [] }: Partial<Dispatch> & Pick<Dispatch, 'channel' | 'on'>) => dispatch.mutate({ channel, on, trackingNo, couriers });
  return (
    <Form<Dispatch> form={form} layout="vertical" requiredMark={false} initialValues={{ on: today() }} onFinish={send}>
      <div className="form-grid">
        <Form.Item name="channel" label={t('outbound.channel')} rules={required} extra={why}>
          <Select options={channelsFor(matter, policy.data?.channels ?? []).map(({ code, label }) => ({ value: code, label }))} />
        </Form.Item>
        {carried ? (
          <Form.Item name="couriers" label={t('outbound.couriers')} rules={required} extra={t('outbound.couriersHint')}>
            <Select mode="tags" open={false} suffixIcon={null} maxCount={mostCouriers} tokenSeparators={['、', '，', ',', ' ']} />
          </Form.Item>
        ) : (
          <Form.Item name="trackingNo" label={t('outbound.trackingNo')} rules={requiredText}><Input maxLength={100} /></Form.Item>
        )}
        <Form.Item name="on" label={t('outbound.dispatchedOn')} rules={required}><DateInput /></Form.Item>
      </div>
      <ProblemAlert error={dispatch.error ?? policy.error} />
      <Button type="primary" htmlType="submit" loading={dispatch.isPending}>{t('outbound.dispatch')}</Button>
    </Form>
  );
}
