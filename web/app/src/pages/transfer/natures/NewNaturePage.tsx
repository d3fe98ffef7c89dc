import { Button, Card, Form } from 'antd';
import { useNavigate } from 'react-router';
import type { NatureFormFields } from '../../../api/client';
import { useCreateNature } from '../../../api/natures';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useTrail } from '../../../layout/Breadcrumbs';
import { completeNature, emptyNature, NatureFields } from './NatureFields';

export function Component() {
  const t = useT();
  const navigate = useNavigate();
  const create = useCreateNature();
  useTrail({ title: t('nature.new') });
  const begin = (values: NatureFormFields) =>
    create.mutate(completeNature(values), { onSuccess: (form) => void navigate(`/transfer/natures/${form.id}`, { replace: true }) });
  return (
    <Card title={t('nature.new')} className="form-page">
      <Form<NatureFormFields> layout="vertical" requiredMark={false} initialValues={emptyNature} onFinish={begin}>
        <NatureFields begun={false} />
        <ProblemAlert error={create.error} />
        <Button type="primary" htmlType="submit" loading={create.isPending}>{t('common.save')}</Button>
      </Form>
    </Card>
  );
}
