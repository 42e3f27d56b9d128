import react from '@vitejs/plugin-react'
import {defineConfig, type Plugin, type Rolldown} from 'vite'

// `npm run dev` beside a running `backlot serve`; the built page needs neither
const server = process.env['BACKLOT_URL'] ?? 'http://127.0.0.1:8080'

const earlyOf = (bundle: Rolldown.OutputBundle = {}) => {
  const chunk = Object.values(bundle).find(one => one.type === 'chunk' && one.name === 'early')
  if (chunk?.type !== 'chunk') throw new Error('expected a chunk called early')
  return chunk
}

/** Below the lines that say what the page is, above all that it names: a script that follows a style waits for it. */
const FIRST_NAMED = '<link rel="icon"'

/**
 * The script that asks for data before the others are here. It stands within the page, which a browser has some 50 ms before the first file
 * that the page names; the server's policy lets in what stands there and nothing else.
 */
const early: Plugin = {
  name: 'early',
  apply: 'build',
  buildStart() {
    this.emitFile({type: 'chunk', id: 'src/early.ts', name: 'early'})
  },
  generateBundle(_, bundle) {
    const chunk = earlyOf(bundle)
    if (chunk.imports.length > 0 || chunk.exports.length > 0) throw new Error('expected an early chunk that stands alone')
    chunk.code = `(()=>{${chunk.code}})()`
  },
  transformIndexHtml: {
    order: 'post',
    handler(page, {bundle}) {
      const chunk = earlyOf(bundle)
      const code = chunk.code.trim()
      if (code.includes('</') || page.split(FIRST_NAMED).length !== 2) throw new Error('expected a place in the page for the early script')
      delete bundle![chunk.fileName]
      return page.replace(FIRST_NAMED, () => `<script>${code}</script>\n    ${FIRST_NAMED}`)
    }
  }
}

type Look = (id: string) => {importers: readonly string[]} | null

/** Whether the first view needs a module: it is reached from the page's script without any `import()`. */
function isFirst(id: string, look: Look, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  return id.endsWith('/src/main.tsx') || (look(id)?.importers ?? []).some(one => isFirst(one, look, seen))
}

export default defineConfig(({command}) => ({
  base: command === 'build' ? '/console/' : '/',
  plugins: [react(), early],
  build: {
    outDir: '../target/classes/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: {polyfill: false},
    // what the first view needs comes as one file: a browser asks for six at once and no more
    rollupOptions: {output: {manualChunks: (id, {getModuleInfo}) => (isFirst(id, getModuleInfo) ? 'first' : null)}}
  },
  server: {proxy: {'/v1': server, '/console/sign-in': server, '/health': server}}
}))
