import 'react';

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the parameter is part of the interface that is widened
  interface InputHTMLAttributes<T> {
    /** Folder choice of file inputs: every browser has it, no standard names it. */
    webkitdirectory?: string;
  }
}
