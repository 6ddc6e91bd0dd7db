/** Builds the page as one HTML file with everything in it, so that it works from a disk, a mail, or any static host. */

import { defineConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [viteSingleFile()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    // There is nothing to preload, and the polyfill needs a document, which the script does not have in a worker.
    modulePreload: { polyfill: false },
  },
  logLevel: 'warn',
});
