import { useEffect, useState } from 'react';

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Whether nobody has touched the machine for so many seconds; the second value ends it. */
export function useIdle(seconds: number): [idle: boolean, wake: () => void] {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (idle) return;
    let timer = setTimeout(() => setIdle(true), seconds * 1000);
    const renew = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), seconds * 1000);
    };
    signs.forEach((sign) => window.addEventListener(sign, renew, { passive: true }));
    return () => {
      clearTimeout(timer);
      signs.forEach((sign) => window.removeEventListener(sign, renew));
    };
  }, [idle, seconds]);
  return [idle, () => setIdle(false)];
}
