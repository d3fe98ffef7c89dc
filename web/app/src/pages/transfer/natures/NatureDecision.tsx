import { Button, Card, Form, Space } from 'antd';
import { useState } from 'react';
import type { Confirmation, NatureForm } from '../../../api/client';
import { useDecideNature } from '../../../api/natures';
import { today } from '../../../components/DateInput';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { ReasonDialog } from '../../../components/ReasonDialog';
import { useT } from '../../../i18n/i18n';
import { ConfirmationFields } from '../ConfirmationFields';

/** The leading-group office confirms with a paper, or refuses with a reason. */
export function NatureDecision({ form }: { form: NatureForm }) {
  const t = useT();
  const [refusing, setRefusing] = useState(false);
  const confirm = useDecideNature(form);
  const refuse = useDecideNature(form);
  return (
    <Card size="small" title={t('nature.decide')}>
      <Form<Confirmation>
        layout="vertical"
        requiredMark={false}
        initialValues={{ on: today(), attachmentId: '', by: t('nature.office') }}
        onFinish={(confirmation) => confirm.mutate({ confirm: true, confirmation })}
      >
        <ConfirmationFields />
        <ProblemAlert error={confirm.error} />
        <Space>
          <Button type="primary" htmlType="submit" loading={confirm.isPending}>{t('nature.confirm')}</Button>
          <Button danger onClick={() => setRefusing(true)}>{t('nature.refuse')}</Button>
        </Space>
      </Form>
      <ReasonDialog
        open={refusing}
        title={t('nature.refuse')}
        busy={refuse.isPending}
        error={refuse.error}
        onConfirm={(reason) => refuse.mutate({ confirm: false, reason }, { onSuccess: () => setRefusing(false) })}
        onCancel={() => setRefusing(false)}
      />
    </Card>
  );
}
