import { Breadcrumb } from 'antd';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { useT } from '../i18n/i18n';
import { sectionOf } from './MainMenu';

export interface Crumb {
  title: string;
  to?: string;
  state?: unknown;
}

interface TrailValue {
  trail: Crumb[];
  setTrail: (trail: Crumb[]) => void;
}

const TrailContext = createContext<TrailValue>({ trail: [], setTrail: () => undefined });

export function TrailProvider({ children }: { children: ReactNode }) {
  const [trail, setTrail] = useState<Crumb[]>([]);
  const value = useMemo(() => ({ trail, setTrail }), [trail]);
  return <TrailContext.Provider value={value}>{children}</TrailContext.Provider>;
}

/** What a page adds behind the name of its section; cleared when the page closes. */
export function useTrail(...trail: Crumb[]) {
  const { setTrail } = useContext(TrailContext);
  const key = JSON.stringify(trail);
  useEffect(() => {
    setTrail(JSON.parse(key) as Crumb[]);
    return () => setTrail([]);
  }, [key, setTrail]);
}

export function Breadcrumbs() {
  const t = useT();
  const { trail } = useContext(TrailContext);
  const section = sectionOf(useLocation().pathname);
  const crumbs: Crumb[] = section ? [{ title: t(section.title), to: section.path }, ...trail] : trail;
  return (
    <Breadcrumb
      className="breadcrumbs"
      items={crumbs.map((crumb, index) => ({
        key: index,
        title: crumb.to && index < crumbs.length - 1 ? <Link to={crumb.to} state={crumb.state}>{crumb.title}</Link> : crumb.title,
      }))}
    />
  );
}
