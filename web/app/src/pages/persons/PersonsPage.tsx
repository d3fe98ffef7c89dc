import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Card, Empty, Space, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Person } from '../../api/client';
import { mostReceived, personsHref, useConfirmReception, usePersons } from '../../api/people';
import { usePlaceNames } from '../../api/places';
import { asProblem } from '../../api/problem';
import { MorePages } from '../../components/MorePages';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, sexes } from '../../i18n/labels';
import { placePath } from '../../lib/divisions';
import { useCan } from '../../session/session';
import { usePersonFilter } from './personFilter';
import { PersonFilters } from './PersonFilters';
import { PersonTags } from './PersonTags';

export function Component() {
  const t = useT();
  const can = useCan();
  const [filter, setFilter] = usePersonFilter();
  const persons = usePersons(filter);
  const [selected, setSelected] = useState<string[]>([]);
  const narrow = (next: typeof filter) => {
    setSelected([]); // nobody reports what is not on the screen
    setFilter(next);
  };
  return (
    <Card
      title={t('nav.persons')}
      extra={
        <Space>
          {persons.data && <span role="status" className="total">{t('common.total', { count: persons.data.pages[0]?.total ?? 0 })}</span>}
          <Button icon={<DownloadOutlined />} href={personsHref(filter)} title={t('person.exportHint')}>{t('common.export')}</Button>
        </Space>
      }
    >
      <PersonFilters filter={filter} onChange={narrow} />
      {can('ledger.edit') && <Reception ids={selected} onDone={() => setSelected([])} />}
      <ProblemAlert error={persons.error} onRetry={() => void persons.refetch()} />
      <Table<Person>
        rowKey="id"
        size="small"
        pagination={false}
        scroll={{ x: 1100 }}
        loading={{ spinning: persons.isLoading, delay: 200 }}
        dataSource={persons.data?.pages.flatMap((page) => page.persons)}
        columns={useColumns()}
        rowSelection={can('ledger.edit') ? {
          selectedRowKeys: selected,
          onChange: (keys) => setSelected(keys.map(String)),
          getCheckboxProps: (person) => ({ disabled: person.receivedOn !== '', 'aria-label': person.name }),
        } : undefined}
        locale={{ emptyText: <Empty description={t('person.none')} /> }}
      />
      <MorePages list={persons} />
    </Card>
  );
}

/** Communities report back whom they received, many at once. */
function Reception({ ids, onDone }: { ids: string[]; onDone: () => void }) {
  const t = useT();
  const { message } = App.useApp();
  const confirm = useConfirmReception();
  const report = () =>
    confirm.mutate(ids, {
      onSuccess: () => { message.success(t('person.received', { count: ids.length })); onDone(); },
      onError: (error) => void message.error(asProblem(error).message),
    });
  return (
    <Space className="spaced">
      <Button type="primary" disabled={ids.length === 0 || ids.length > mostReceived} loading={confirm.isPending} onClick={report}>{t('person.receive')}</Button>
      <span className="muted">{t('person.selected', { count: ids.length })}</span>
    </Space>
  );
}

function useColumns(): TableColumnsType<Person> {
  const t = useT();
  const language = useLanguage();
  const { divisionName } = usePlaceNames();
  return [
    {
      title: t('common.name'),
      width: 150,
      render: (_, person) => <Space size={6} wrap><Link to={`/persons/${person.id}`}><b>{person.name}</b></Link><PersonTags person={person} /></Space>,
    },
    { title: t('dossier.idNumber'), width: 170, render: (_, person) => <span className="mono">{person.idNumber}</span> },
    { title: t('dossier.sex'), width: 56, render: (_, person) => label(sexes, person.sex, language) },
    { title: t('person.born'), dataIndex: 'bornOn', width: 104 },
    { title: t('dossier.employer'), dataIndex: 'enterpriseName', ellipsis: { showTitle: true } },
    { title: t('person.division'), width: 240, render: (_, person) => placePath(person.division, divisionName) },
    { title: t('person.receivedOn'), width: 104, render: (_, person) => person.receivedOn || <span className="muted">{t('person.notReceived')}</span> },
    {
      title: t('person.registeredOn'),
      width: 104,
      render: (_, person) => person.registeredOn || (person.survival !== 'DECEASED' && <span className="warning-text">{t('person.notRegistered')}</span>),
    },
  ];
}
