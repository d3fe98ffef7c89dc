import { Card, Empty, Input, Space, Table } from 'antd';
import type { TableColumnType } from 'antd';
import type { UseInfiniteQueryResult, InfiniteData } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { MorePages } from '../MorePages';
import { ProblemAlert } from '../ProblemAlert';
import { StateSelect } from '../StateSelect';
import { useT } from '../../i18n/i18n';
import type { Labels } from '../../i18n/labels';

interface Props<M extends { id: string }> {
  title: string;
  search: string; // what the text is looked for in
  filter: { state: string | undefined; text: string; setState: (state: string | undefined) => void; setText: (text: string) => void };
  states: Labels;
  list: UseInfiniteQueryResult<InfiniteData<{ matters: M[] }>>;
  columns: TableColumnType<M>[];
  extra?: ReactNode;
}

/** Matters of one kind, newest first. */
export function MatterListPage<M extends { id: string }>({ title, search, filter, states, list, columns, extra }: Props<M>) {
  const t = useT();
  return (
    <Card
      title={title}
      extra={
        <Space wrap>
          <Input.Search key={filter.text} allowClear className="list-search" aria-label={search} placeholder={search} defaultValue={filter.text} maxLength={100} onSearch={filter.setText} />
          <StateSelect labels={states} value={filter.state} onChange={filter.setState} />
          {extra}
        </Space>
      }
    >
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <Table<M>
        rowKey="id"
        pagination={false}
        scroll={{ x: 1000 }}
        loading={{ spinning: list.isLoading, delay: 200 }}
        dataSource={list.data?.pages.flatMap((page) => page.matters) ?? []}
        locale={{ emptyText: <Empty description={t('matter.none')} /> }}
        columns={columns}
      />
      <MorePages list={list} />
    </Card>
  );
}
