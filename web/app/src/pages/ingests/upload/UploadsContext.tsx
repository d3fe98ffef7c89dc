import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { inspectIngest, ingestKey } from '../../../api/ingests';
import type { Package } from './manifest';
import { sendWithTus } from './tusSend';
import { UploadQueue } from './uploadQueue';
import type { UploadSnapshot } from './uploadQueue';

interface Uploads {
  queueOf: (ingestId: string) => UploadQueue | undefined;
  /** Sends the missing files; the dry run starts by itself when all have arrived. */
  begin: (ingestId: string, source: Package, missing: number[]) => void;
}

const UploadsContext = createContext<Uploads | undefined>(undefined);

export function UploadsProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [queues, setQueues] = useState<ReadonlyMap<string, UploadQueue>>(new Map());
  const begin = useCallback<Uploads['begin']>(
    (ingestId, source, missing) => {
      const refresh = () => client.invalidateQueries({ queryKey: ingestKey(ingestId) });
      const queue: UploadQueue = new UploadQueue(ingestId, source, missing, sendWithTus, () => {
        // A failure to start shows on the ingest's page, which then offers the start by hand.
        void inspectIngest(ingestId).catch(() => undefined).then(refresh);
      });
      setQueues((known) => new Map(known).set(ingestId, queue));
      queue.start();
    },
    [client],
  );
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if ([...queues.values()].some((queue) => queue.snapshot().state === 'running')) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [queues]);
  const value = useMemo(() => ({ queueOf: (ingestId: string) => queues.get(ingestId), begin }), [queues, begin]);
  return <UploadsContext.Provider value={value}>{children}</UploadsContext.Provider>;
}

export function useUploads(): Uploads {
  const uploads = useContext(UploadsContext);
  if (!uploads) throw new Error('useUploads outside UploadsProvider');
  return uploads;
}

export function useUploadSnapshot(queue: UploadQueue): UploadSnapshot {
  return useSyncExternalStore(queue.subscribe, queue.snapshot);
}
