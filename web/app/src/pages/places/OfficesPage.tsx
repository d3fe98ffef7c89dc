import { PlusOutlined } from '@ant-design/icons';
import { Button, Card, Form, Input, Table } from 'antd';
import { useState } from 'react';
import type { Office } from '../../api/client';
import { useOffices, usePlaceNames, useSaveOffice } from '../../api/places';
import { DivisionPicker } from '../../components/DivisionPicker';
import { FormDialog } from '../../components/FormDialog';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useT } from '../../i18n/i18n';
import type { Level } from '../../lib/divisions';
import { useRequired, useRequiredText } from '../../lib/required';

const divisionLevels: Level[] = [2, 4, 6];

export function Component() {
  const t = useT();
  const offices = useOffices();
  const { divisionName } = usePlaceNames();
  const [editing, setEditing] = useState<Office | 'new'>();
  return (
    <Card
      title={t('nav.offices')}
      extra={<Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>{t('common.add')}</Button>}
    >
      <ProblemAlert error={offices.error} onRetry={() => void offices.refetch()} />
      <Table<Office>
        rowKey="code"
        size="middle"
        loading={{ spinning: offices.isLoading, delay: 200 }}
        dataSource={offices.data}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        columns={[
          { title: t('offices.code'), dataIndex: 'code', width: 180 },
          { title: t('offices.name'), dataIndex: 'name' },
          { title: t('common.division'), render: (_, office) => <>{divisionName(office.division)} <span className="muted mono">{office.division}</span></> },
          { title: t('common.actions'), width: 100, render: (_, office) => <Button size="small" onClick={() => setEditing(office)}>{t('common.edit')}</Button> },
        ]}
      />
      {editing && <OfficeDialog office={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />}
    </Card>
  );
}

function OfficeDialog({ office, onClose }: { office: Office | undefined; onClose: () => void }) {
  const t = useT();
  const save = useSaveOffice();
  return (
    <FormDialog<Office>
      title={t(office ? 'offices.editTitle' : 'offices.addTitle')}
      busy={save.isPending}
      error={save.error}
      initial={office ?? {}}
      onSubmit={(values) => save.mutate(values, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Form.Item name="code" label={t('offices.code')} extra={t('offices.codeHint')} rules={[{ required: true, pattern: /^[A-Za-z0-9-]{1,32}$/, message: t('offices.codeHint') }]}>
        <Input disabled={office !== undefined} maxLength={32} />
      </Form.Item>
      <Form.Item name="name" label={t('offices.name')} rules={useRequiredText()}><Input maxLength={100} /></Form.Item>
      <Form.Item name="division" label={t('common.division')} rules={useRequired()}><DivisionPicker levels={divisionLevels} /></Form.Item>
    </FormDialog>
  );
}
