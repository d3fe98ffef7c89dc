import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const outDir = '../dist';

/**
 * Puts one weight of an open Chinese font beside the interface. The page itself uses the fonts of the workstation; the
 * program embeds this one for forms, labels and demonstration scans, so it must not travel through the asset pipeline.
 */
function chineseFont(): Plugin {
  return {
    name: 'chinese-font',
    apply: 'build',
    closeBundle() {
      const packageFile = createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json');
      const source = join(dirname(packageFile), '400Regular', 'NotoSansSC_400Regular.ttf');
      const folder = join(import.meta.dirname, outDir, 'fonts');
      mkdirSync(folder, { recursive: true });
      copyFileSync(source, join(folder, 'NotoSansSC-Regular.ttf'));
      copyFileSync(join(dirname(packageFile), 'LICENSE_FONT'), join(folder, 'LICENSE-NotoSansSC.txt'));
    },
  };
}

const server = process.env.DANGANKU_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), chineseFont()],
  build: {
    outDir,
    emptyOutDir: true,
    // Office browsers on domestic and older Windows systems are Chromium 87 and later.
    target: 'chrome87',
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': server, '/iiif': server } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
  },
});
