import { FilterOutlined, TagsOutlined } from '@ant-design/icons';
import { Badge, Button, Card, Select, Space } from 'antd';
import { useState } from 'react';
import { FilterPanel } from './FilterPanel';
import { LabelDialog } from '../../components/LabelDialog';
import { ProblemAlert } from '../../components/ProblemAlert';
import { labelDossiers } from '../../api/labels';
import { useT } from '../../i18n/i18n';
import { useCan } from '../../session/session';
import { ResultList } from './ResultList';
import { SearchBox } from './SearchBox';
import { countFilters, pageSize, sorts, useSearchState } from './searchState';
import type { Sort } from './searchState';
import { Understands } from './Understands';
import { useSearch } from './useSearch';

/** Pixels of window below which the filters would push the results off the screen. */
const filterSpace = 1100;

export function Component() {
  const t = useT();
  const state = useSearchState();
  const { criteria, text, page } = state;
  const search = useSearch(text, criteria, state.cursor);
  const [showFilters, setShowFilters] = useState(() => window.innerWidth > filterSpace);
  const can = useCan();
  const [chosen, setChosen] = useState<string[]>([]);
  const [labelling, setLabelling] = useState(false);
  const result = search.data;
  const first = page * pageSize;
  const filterCount = countFilters(criteria.filters);
  const submit = (words: string) => {
    // Asking the same again changes nothing in the history, but whoever presses the button wants to see what is new.
    if (words === text && page === 0) void search.refetch();
    else state.submit(words);
  };
  const untouched = text === '' && filterCount === 0;

  return (
    <div className="search-page">
      <Card size="small" className="search-card">
        <SearchBox text={text} busy={search.isFetching} onSubmit={submit} />
        {untouched && <Understands onTry={submit} />}
      </Card>
      <div className="search-bar">
        <Space wrap>
          <Badge count={filterCount} size="small">
            <Button icon={<FilterOutlined />} aria-expanded={showFilters} onClick={() => setShowFilters(!showFilters)}>
              {t('search.filters')}
            </Button>
          </Badge>
          {filterCount > 0 && <Button type="link" onClick={() => state.change({ filters: {} })}>{t('search.clearFilters')}</Button>}
        </Space>
        <Space wrap>
          {chosen.length > 0 && <Button icon={<TagsOutlined />} onClick={() => setLabelling(true)}>{t('labels.titleCount', { count: chosen.length })}</Button>}
          {chosen.length > 0 && <Button type="link" onClick={() => setChosen([])}>{t('labels.clear')}</Button>}
          {result && <span role="status" className="total">{t('common.total', { count: result.total })}</span>}
          <SortPicker sort={criteria.sort} ascending={criteria.ascending} onChange={state.change} />
        </Space>
      </div>
      <ProblemAlert error={search.error} onRetry={() => void search.refetch()} />
      <div className="search-body">
        {showFilters && (
          <FilterPanel facets={result?.facets ?? []} filters={criteria.filters} onChange={(filters) => state.change({ filters })} />
        )}
        <div className="search-results">
          {result && (
            <ResultList
              hits={result.hits}
              firstIndex={first}
              loading={search.isPlaceholderData}
              chosen={can('dossier.read') ? chosen : undefined}
              onChoose={(ids) => setChosen(ids.slice(0, labelDossiers))}
            />
          )}
          {result && (page > 0 || result.next) && (
            <div className="pager">
              <Button disabled={page === 0} onClick={state.previous}>{t('common.previous')}</Button>
              <span>{t('common.range', { from: first + 1, to: first + result.hits.length })}</span>
              <Button disabled={!result.next} onClick={() => result.next && state.next(result.next)}>{t('common.next')}</Button>
            </div>
          )}
        </div>
      </div>
      {labelling && <LabelDialog of={{ dossierIds: chosen }} onClose={() => setLabelling(false)} />}
    </div>
  );
}

interface SortProps {
  sort: Sort;
  ascending: boolean;
  onChange: (change: { sort?: Sort; ascending?: boolean }) => void;
}

function SortPicker({ sort, ascending, onChange }: SortProps) {
  const t = useT();
  return (
    <Space.Compact>
      <Select<Sort>
        aria-label={t('search.sort')}
        value={sort}
        popupMatchSelectWidth={false}
        options={sorts.map((value) => ({ value, label: t(`search.sort.${value}`) }))}
        onChange={(value) => onChange({ sort: value, ascending: value === 'name' || value === 'archival_code' })}
      />
      {sort !== 'relevance' && (
        <Button onClick={() => onChange({ ascending: !ascending })}>{t(ascending ? 'search.ascending' : 'search.descending')}</Button>
      )}
    </Space.Compact>
  );
}
