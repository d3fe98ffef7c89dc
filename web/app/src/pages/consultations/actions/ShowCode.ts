import { createContext } from 'react';

/** Takes the code of a screen where it is shown; forms that get one are replaced as soon as it was made. */
export const ShowCode = createContext<(code: string) => void>(() => undefined);
