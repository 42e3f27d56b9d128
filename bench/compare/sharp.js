// Answers each line "JOB\tMARK\tOUT\tPHOTO\tPHOTO..." with "wall-ms cpu-ms" for doing the job to all photos.
const sharp = require('sharp');
const path = require('path');
const readline = require('readline');

sharp.concurrency(1);
sharp.cache(false);
const WORKERS = 2;

const ENDINGS = { webp: 'webp', avif: 'avif', mark: 'jpg', template: 'jpg' };

const JOBS = {
  webp: (photo, out) => inside(photo).webp({ quality: 80 }).toFile(out),
  avif: (photo, out) => inside(photo).avif({ quality: 55, effort: 2, chromaSubsampling: '4:2:0' }).toFile(out),
  mark: (photo, out, mark) =>
    filled(photo, 1024, 1024)
      .composite([{ input: mark, left: 744, top: 904 }])
      .jpeg({ quality: 82 })
      .toFile(out),
  template: async (photo, out, mark) => {
    const { data, info } = await filled(photo, 1080, 810).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const raw = { width: info.width, height: info.height, channels: info.channels };
    const words = {
      text: '<span foreground="#222222" weight="bold">New this week, in every colour</span>',
      font: 'DejaVu Sans 64px',
      width: 960,
      dpi: 72,
      rgba: true,
    };
    await sharp({ create: { width: 1080, height: 1350, channels: 3, background: '#f3efe8' } })
      .composite([
        { input: data, raw, left: 0, top: 0 },
        { input: { text: words }, left: 60, top: 870 },
        { input: mark, left: 764, top: 1214 },
      ])
      .jpeg({ quality: 82 })
      .toFile(out);
  },
};

function inside(photo) {
  return sharp(photo).rotate().resize(1024, 1024, { fit: 'inside', withoutEnlargement: true });
}

function filled(photo, width, height) {
  return sharp(photo).rotate().resize(width, height, { fit: 'cover' });
}

async function round(job, mark, out, photos) {
  const queue = photos.slice();
  const worker = async () => {
    for (let photo = queue.shift(); photo; photo = queue.shift()) {
      await JOBS[job](photo, path.join(out, path.basename(photo) + '.' + ENDINGS[job]), mark);
    }
  };
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  await Promise.all(Array.from({ length: WORKERS }, worker));
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  const used = process.cpuUsage(cpu);
  return `${wall.toFixed(1)} ${((used.user + used.system) / 1e3).toFixed(1)}`;
}

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const [job, mark, out, ...photos] = line.split('\t');
  console.log(await round(job, mark, out, photos));
});
console.log('ready');
