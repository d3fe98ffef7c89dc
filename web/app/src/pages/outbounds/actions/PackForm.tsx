import { Button, Checkbox, Form, Input } from 'antd';
import type { Outbound, Packing } from '../../../api/client';
import { usePackOutbound } from '../../../api/outbounds';
import { CountFields } from '../../../components/matter/CountFields';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequiredText } from '../../../lib/required';
import { useSessionUser } from '../../../session/session';

/** Two people count what goes into the parcel; the server holds it against the catalogue. */
export function PackForm({ matter }: { matter: Outbound }) {
  const t = useT();
  const required = useRequiredText();
  const pack = usePackOutbound(matter);
  const user = useSessionUser();
  return (
    <Form<Packing> layout="vertical" requiredMark={false} initialValues={{ sealed: false, sealNo: '', packedBy: user.name, checkedBy: '' }} onFinish={(values) => pack.mutate(values)}>
      <p className="muted">{t('outbound.packHint')}</p>
      <CountFields title={t('outbound.contents')}>
        <Form.Item noStyle name="sealed" valuePropName="checked"><Checkbox>{t('outbound.isSealed')}</Checkbox></Form.Item>
      </CountFields>
      <div className="form-grid">
        <Form.Item name="sealNo" label={t('outbound.seal')} rules={required}><Input maxLength={100} /></Form.Item>
        <Form.Item name="packedBy" label={t('outbound.packedBy')} rules={required}><Input maxLength={100} /></Form.Item>
        <Form.Item name="checkedBy" label={t('outbound.checkedBy')} rules={required} extra={t('outbound.checkedByHint')}><Input maxLength={100} /></Form.Item>
      </div>
      <ProblemAlert error={pack.error} />
      <Button type="primary" htmlType="submit" loading={pack.isPending}>{t('outbound.pack')}</Button>
    </Form>
  );
}
