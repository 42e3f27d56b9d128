// Answers each line "OUT\tPHOTO\tPHOTO..." with "wall-ms cpu-ms" for turning all photos into 1024 px WebP.
const sharp = require('sharp');
const path = require('path');
const readline = require('readline');

sharp.concurrency(1);
sharp.cache(false);
const WORKERS = 2;

async function convert(photo, out) {
  await sharp(photo)
    .rotate()
    .resize(1024, 1024, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toFile(path.join(out, path.basename(photo) + '.webp'));
}

async function round(out, photos) {
  const queue = photos.slice();
  const worker = async () => {
    for (let photo = queue.shift(); photo; photo = queue.shift()) await convert(photo, out);
  };
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  await Promise.all(Array.from({ length: WORKERS }, worker));
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  const used = process.cpuUsage(cpu);
  return `${wall.toFixed(1)} ${((used.user + used.system) / 1e3).toFixed(1)}`;
}

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const [out, ...photos] = line.split('\t');
  console.log(await round(out, photos));
});
console.log('ready');
