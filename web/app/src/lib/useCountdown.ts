import { useEffect, useState } from 'react';

const second = 1000;

/** The seconds until an instant, never below 0, counted down on screen. `ahead` is by how many milliseconds this machine's clock goes before the server's. */
export function useCountdown(until: string, ahead = 0): number {
  const end = new Date(until).getTime() + ahead;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), second);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((end - now) / second));
}

/** Seconds as a clock shows them: 2:05:09. */
export function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
