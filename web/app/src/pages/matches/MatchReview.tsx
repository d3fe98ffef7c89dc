import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { MatchRow, MatchRun } from '../../api/client';
import { useReviewMatch } from '../../api/matches';
import { asProblem } from '../../api/problem';
import { MorePages } from '../../components/MorePages';
import { useT } from '../../i18n/i18n';
import { takesKeys, useWindowKeys } from '../../lib/keys';
import { Candidate } from './Candidate';
import { RowList } from './RowList';

interface Props {
  run: MatchRun;
  rows: MatchRow[];
  list: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
}

/** Works through rows one by one: the list at the left, the row beside its candidate at the right, and keys for both. */
export function MatchReview({ run, rows, list }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const review = useReviewMatch(run.id);
  const [seq, setSeq] = useState(rows[0]?.seq);
  const at = Math.max(0, rows.findIndex((row) => row.seq === seq));
  const row = rows[at];
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    shown.current?.querySelector('.row-selected')?.scrollIntoView({ block: 'nearest' });
  }, [seq]);

  const go = (to: number) => {
    const next = rows[to];
    if (next) setSeq(next.seq);
    // More is fetched before the end is reached, so that nobody has to wait for it.
    if (to > rows.length - 10 && list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  const decide = (confirm: boolean) => {
    if (!row || row.review !== 'PENDING' || review.isPending) return;
    review.mutate({ seq: row.seq, confirm }, {
      onSuccess: () => {
        const next = rows.findIndex((other, place) => place > at && other.review === 'PENDING');
        go(next >= 0 ? next : at);
      },
      onError: (error) => void message.error(asProblem(error).message),
    });
  };
  useWindowKeys((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target)) return;
    const action = { ArrowDown: () => go(at + 1), ArrowUp: () => go(at - 1), y: () => decide(true), n: () => decide(false) }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  if (!row) return null;
  return (
    <div className="match-body">
      <div className="match-rows" ref={shown}>
        <p className="muted">{t('matching.keys')}</p>
        <RowList rows={rows} selected={row.seq} onSelect={setSeq} />
        <MorePages list={list} />
      </div>
      <Candidate run={run} row={row} busy={review.isPending} onDecide={decide} />
    </div>
  );
}
