import react from '@vitejs/plugin-react'
import {defineConfig} from 'vite'

// `npm run dev` beside a running `backlot serve`; the built page needs neither
const server = process.env['BACKLOT_URL'] ?? 'http://127.0.0.1:8080'

export default defineConfig(({command}) => ({
  base: command === 'build' ? '/console/' : '/',
  plugins: [react()],
  build: {outDir: '../target/classes/console', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: {polyfill: false}},
  server: {proxy: {'/v1': server, '/console/sign-in': server, '/health': server}}
}))
