import { Empty, Table, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import type { Highlight, SearchHit } from '../../api/client';
import { usePlaceNames } from '../../api/places';
import { Pieces } from '../../components/Pieces';
import { useT } from '../../i18n/i18n';
import { matchLabel } from './SearchBox';

/** What a dossier page is told about the search it was opened from: the rows to mark and the way back. */
export interface FromSearch {
  highlights: Highlight[];
  back: { search: string; state: unknown };
}

function highlightOf(hit: SearchHit, field: Highlight['field']): Highlight | undefined {
  return hit.highlights.find((highlight) => highlight.field === field);
}

interface Props {
  hits: SearchHit[];
  firstIndex: number;
  loading: boolean;
  /** The dossiers that are chosen, on other pages, too; undefined where there is nothing to choose them for. */
  chosen: readonly string[] | undefined;
  onChoose: (dossierIds: string[]) => void;
}

export function ResultList({ hits, firstIndex, loading, chosen, onChoose }: Props) {
  const t = useT();
  const columns = useColumns(firstIndex);
  const withFindings = hits.filter((hit) => findings(hit).length > 0).map((hit) => hit.dossier.id);
  return (
    <Table<SearchHit>
      className="result-table"
      size="middle"
      rowKey={(hit) => hit.dossier.id}
      dataSource={hits}
      columns={columns}
      loading={{ spinning: loading, delay: 200 }}
      pagination={false}
      scroll={{ x: 940 }}
      locale={{ emptyText: <Empty description={<>{t('search.none')}<br /><span className="muted">{t('search.noneHint')}</span></>} /> }}
      {...(chosen ? { rowSelection: {
        selectedRowKeys: [...chosen],
        preserveSelectedRowKeys: true,
        columnWidth: 36,
        getCheckboxProps: (hit) => ({ 'aria-label': t('labels.pick', { name: hit.dossier.name }) }),
        onChange: (keys) => onChoose(keys.map(String)),
      } } : {})}
      expandable={{
        expandedRowKeys: withFindings,
        showExpandColumn: false,
        expandedRowRender: (hit) => <Findings hit={hit} />,
      }}
    />
  );
}

function useColumns(firstIndex: number): TableColumnsType<SearchHit> {
  const t = useT();
  const { officeName, divisionName } = usePlaceNames();
  const pieces = (hit: SearchHit, field: Highlight['field'], plain: string) => {
    const highlight = highlightOf(hit, field);
    return highlight ? <Pieces pieces={highlight.pieces} /> : plain;
  };
  return [
    { title: '#', width: 44, render: (_, __, index) => <span className="muted">{firstIndex + index + 1}</span> },
    {
      title: t('common.name'),
      width: 160,
      render: (_, hit) => (
        <>
          <DossierLink hit={hit}><b>{pieces(hit, 'name', hit.dossier.name)}</b></DossierLink>
          <div className="match-tags">
            {hit.matches.map((match) => {
              const key = matchLabel(match);
              return <Tag key={match} color="blue" variant="filled">{key ? t(key) : match}</Tag>;
            })}
          </div>
        </>
      ),
    },
    { title: t('dossier.idNumber'), width: 172, render: (_, hit) => <span className="mono">{pieces(hit, 'id_number', hit.dossier.idNumber)}</span> },
    { title: t('dossier.archivalCode'), width: 150, render: (_, hit) => <span className="mono">{pieces(hit, 'archival_code', hit.dossier.archivalCode)}</span> },
    {
      title: t('dossier.employer'),
      render: (_, hit) => (
        <>
          {pieces(hit, 'employer', hit.dossier.employer)}
          {hit.dossier.retiredOn && <div className="muted">{t('dossier.retiredOn')} {hit.dossier.retiredOn}</div>}
        </>
      ),
    },
    {
      title: t('common.office'),
      width: 150,
      render: (_, hit) => <>{officeName(hit.dossier.office)}<div className="muted">{divisionName(hit.dossier.division)}</div></>,
    },
    {
      title: t('dossier.custody'),
      width: 96,
      render: (_, hit) => <><Tag>{hit.dossier.custodyLabel}</Tag><div className="muted">{t('dossier.pageCount', { count: hit.dossier.pageCount })}</div></>,
    },
  ];
}

function DossierLink({ hit, pageNo, children }: { hit: SearchHit; pageNo?: number; children: ReactNode }) {
  const location = useLocation();
  const from: FromSearch = { highlights: hit.highlights, back: { search: location.search, state: location.state as unknown } };
  return <Link to={`/dossiers/${hit.dossier.id}${pageNo ? `?page=${pageNo}` : ''}`} state={from}>{children}</Link>;
}

function findings(hit: SearchHit): Highlight[] {
  return hit.highlights.filter((highlight) => highlight.field === 'catalog_row' || highlight.field === 'text');
}

/** Catalogue rows and page texts that match; each leads to its place in the dossier. */
function Findings({ hit }: { hit: SearchHit }) {
  const t = useT();
  return (
    <ul className="findings">
      {findings(hit).map((finding, index) => (
        <li key={index}>
          <Tag>{t(finding.field === 'text' ? 'search.text' : 'search.row')}</Tag>
          <DossierLink hit={hit} pageNo={finding.pageNo}>
            <Pieces pieces={finding.pieces} />
            {finding.pageNo ? <span className="muted"> {t('search.page', { no: finding.pageNo })}</span> : null}
          </DossierLink>
        </li>
      ))}
    </ul>
  );
}
