import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { useT } from '../i18n/i18n';

/** The button below a list of which only the first pages are loaded. */
export function MorePages({ list }: { list: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'> }) {
  const t = useT();
  if (!list.hasNextPage) return null;
  return <div className="pager"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('common.more')}</Button></div>;
}
