import { Spin } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { MatterHead } from '../../api/matters';
import { useTrail } from '../../layout/Breadcrumbs';
import type { MessageKey } from '../../i18n/messages';
import { useCan } from '../../session/session';
import { ProblemAlert } from '../ProblemAlert';
import { StateSteps } from '../StateSteps';

/** How far a matter has come on its way. */
export interface Stage {
  /** The place among the steps that is being done; their number when all are. */
  step: number;
  /** It cannot go on, or not as it should. */
  failed?: boolean;
}

interface Props<M extends MatterHead> {
  matter: UseQueryResult<M>;
  steps: readonly MessageKey[];
  stage: (matter: M) => Stage;
  tag: (matter: M) => ReactNode;
  links?: (matter: M) => ReactNode; // its papers
  children: (matter: M) => ReactNode;
}

/** The frame of the page of every matter: number, dossier, state and way; what it consists of stands below. */
export function MatterPage<M extends MatterHead>({ matter: { data, error, refetch }, steps, stage, tag, links, children }: Props<M>) {
  const can = useCan();
  useTrail({ title: data?.no ?? '' });
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Spin className="page-spin" delay={200} />;
  const { step, failed } = stage(data);
  const name = <><b>{data.name}</b> <span className="mono">{data.archivalCode}</span></>;
  return (
    <div className="work-page">
      <header className="work-header">
        <div className="matter-title">
          <h1 className="mono">{data.no}</h1>
          {can('dossier.read') ? <Link to={`/dossiers/${data.dossierId}`}>{name}</Link> : <span>{name}</span>}
          {tag(data)}
          <span className="muted">{data.officeName}</span>
          {links?.(data)}
        </div>
        <StateSteps steps={steps} current={step} failed={failed ?? false} />
      </header>
      {children(data)}
    </div>
  );
}
