// Weeks that pass in a moment: the program of this checkout with a clock that runs ahead. Nothing else of it differs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');
const main = join(root, 'cmd', 'danganku');
const clock = 'func (systemClock) Now() time.Time { return time.Now() }';

/** How many days the clock is ahead, for the environment of a program. */
export const ahead = (days) => ({ CLOCK_AHEAD: `${days * 24}h` });

/** Builds the program with a clock that CLOCK_AHEAD puts forward, and gives its path. */
export function buildAhead(folder) {
  const source = join(main, 'install.go');
  const text = readFileSync(source, 'utf8');
  if (!text.includes(clock)) throw new Error(`the clock of the program is not in ${source} any more`);
  const work = join(folder, 'ahead');
  mkdirSync(work);
  const put = (name, content) => {
    writeFileSync(join(work, name), content);
    return join(work, name);
  };
  const replace = {
    [source]: put('install.go', text.replace(clock, clock.replace('time.Now() }', 'time.Now().Add(clockAhead()) }'))),
    [join(main, 'clockahead.go')]: put('clockahead.go', `package main

import (
	"os"
	"time"
)

func clockAhead() time.Duration {
	ahead, err := time.ParseDuration(os.Getenv("CLOCK_AHEAD"))
	if err != nil {
		panic(err)
	}
	return ahead
}
`),
  };
  const built = join(work, 'danganku');
  execFileSync('go', ['build', '-buildvcs=false', '-overlay', put('overlay.json', JSON.stringify({ Replace: replace })), '-o', built, './cmd/danganku'],
    { cwd: root, env: { ...process.env, CGO_ENABLED: '0' }, stdio: ['ignore', 'ignore', 'inherit'] });
  return built;
}
