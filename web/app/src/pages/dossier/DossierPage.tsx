import { Card, Spin } from 'antd';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import type { Dossier } from '../../api/client';
import { useDossier } from '../../api/dossiers';
import { ProblemAlert } from '../../components/ProblemAlert';
import { PageViewer } from '../../components/viewer/PageViewer';
import { useT } from '../../i18n/i18n';
import { useTrail } from '../../layout/Breadcrumbs';
import type { FromSearch } from '../search/ResultList';
import { CatalogTree } from './CatalogTree';
import { CoverCard } from './CoverCard';
import { DossierHeader } from './DossierHeader';

const addressDelay = 300; // milliseconds

/** Titles with marked pieces by row, and the words to mark in page texts, from the search the dossier was opened by. */
function useMarks(from: FromSearch | null) {
  return useMemo(() => {
    const titles = new Map<string, string[]>();
    const terms: string[] = [];
    for (const { field, pieces, materialId } of from?.highlights ?? []) {
      if (field === 'catalog_row' && materialId) titles.set(materialId, pieces);
      if (field === 'text' || field === 'catalog_row') terms.push(...pieces.filter((_, at) => at % 2 === 1));
    }
    return { titles, terms };
  }, [from]);
}

export function Component() {
  const { dossierId = '' } = useParams();
  const [params] = useSearchParams();
  const version = Number(params.get('version')) || undefined;
  const dossier = useDossier(dossierId, version);
  if (dossier.error) return <ProblemAlert error={dossier.error} onRetry={() => void dossier.refetch()} />;
  if (!dossier.data) return <Spin className="page-spin" delay={200} />;
  return <OpenDossier key={dossierId} dossier={dossier.data} version={version} />;
}

function OpenDossier({ dossier, version }: { dossier: Dossier; version: number | undefined }) {
  const t = useT();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const from = useLocation().state as FromSearch | null;
  const marks = useMarks(from);
  const { head, pages } = dossier;
  const [pageNo, setPageNo] = useState(Number(params.get('page')));
  const index = Math.max(0, pages.findIndex((page) => page.no === pageNo));

  useTrail(
    ...(from?.back ? [{ title: t('search.results'), to: `/search${from.back.search}`, state: from.back.state }] : []),
    { title: head.name },
  );
  const go = useCallback(
    (pageNo: number | undefined, nextVersion: number | undefined, replace: boolean) => {
      const next = new URLSearchParams();
      if (pageNo) next.set('page', String(pageNo));
      if (nextVersion) next.set('version', String(nextVersion));
      void navigate({ search: next.toString() }, { replace, state: from });
    },
    [navigate, from],
  );
  // The address follows when the leafing pauses: a router is too slow for a key held down. It replaces the history entry,
  // so that "back" leads to the results and not through every page that was read.
  useEffect(() => {
    if (!pageNo || pageNo === Number(params.get('page'))) return;
    const timer = setTimeout(() => go(pageNo, version, true), addressDelay);
    return () => clearTimeout(timer);
  }, [pageNo, version, params, go]);
  const turn = useCallback((at: number) => setPageNo(pages[at]?.no ?? 0), [pages]);
  const openMaterial = (materialId: string) => {
    const first = pages.findIndex((page) => page.materialId === materialId);
    if (first >= 0) turn(first);
  };
  return (
    <div className="dossier-page">
      <DossierHeader dossier={dossier} pageNo={pages[index]?.no} onOpenVersion={(next) => go(pages[index]?.no, next, false)} />
      <div className="dossier-body">
        <div className="dossier-side">
          <Card size="small" title={t('dossier.catalogue')} className="side-card">
            <CatalogTree
              key={`${head.id}:${head.version}`}
              dossier={dossier}
              materialId={pages[index]?.materialId}
              marked={marks.titles}
              onOpen={openMaterial}
            />
          </Card>
          <Card size="small" title={t('dossier.cover')} className="side-card">
            <CoverCard dossier={dossier} />
          </Card>
        </div>
        <PageViewer dossierId={head.id} pages={pages} index={index} revision={head.version} terms={marks.terms} onTurn={turn} />
      </div>
    </div>
  );
}
