// Packs what was built, so that the server need not, and fails when the first view has grown too large.
import {gzipSync} from 'node:zlib'
import {readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

const BYTES_MAX = 350 * 1024
const root = '../target/classes/console'
const page = readFileSync(join(root, 'index.html'), 'utf8')
let first = 0
for (const folder of ['', 'assets']) {
  for (const entry of readdirSync(join(root, folder), {withFileTypes: true})) {
    if (!entry.isFile() || !/\.(js|css|html)$/.test(entry.name)) continue
    const file = join(root, folder, entry.name)
    const packed = gzipSync(readFileSync(file), {level: 9})
    writeFileSync(file + '.gz', packed)
    if (entry.name === 'index.html' || page.includes(entry.name)) first += packed.length
  }
}
console.log(`console: the first view takes ${(first / 1024).toFixed(1)} KB gzipped, of ${BYTES_MAX / 1024}`)
if (first > BYTES_MAX) {
  console.error('console: expected less; load what is not needed at first with import()')
  process.exit(1)
}
