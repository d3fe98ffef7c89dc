import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Spin } from 'antd';
import { useState } from 'react';
import { useEndScreen, useScreen } from '../../api/readingRoom';
import { ProblemAlert } from '../../components/ProblemAlert';
import { CodeEntry } from './CodeEntry';
import { Visit } from './Visit';

/** A screen of the reading room. Visitors have no accounts: it shares nothing with the session of whoever signs in on this machine. */
export function Component() {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false, refetchOnReconnect: false, retry: false } } }));
  return (
    <QueryClientProvider client={client}>
      {/* What is shown is to be read here and nowhere else: no menus of the browser, nothing to drag away. */}
      <main className="reading-room" onContextMenu={(event) => event.preventDefault()} onDragStart={(event) => event.preventDefault()}>
        <ReadingScreen />
      </main>
    </QueryClientProvider>
  );
}

function ReadingScreen() {
  const visit = useScreen();
  const end = useEndScreen();
  const [over, setOver] = useState(false);
  if (visit.data) {
    const finish = () => {
      setOver(true);
      end();
    };
    const again = () => void visit.refetch().then(({ data }) => setOver(data === null));
    return <Visit key={visit.data.screen.no} visit={visit.data} onOver={finish} onAgain={again} />;
  }
  if (visit.isPending) return <Spin className="page-spin" size="large" />;
  return (
    <>
      <ProblemAlert error={visit.error} onRetry={() => void visit.refetch()} />
      <CodeEntry over={over} />
    </>
  );
}
