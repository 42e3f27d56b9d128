// Answers each line "JOB\tMARK\tOUT\tPHOTO\tPHOTO..." with "wall-ms cpu-ms" for cutting all photos out, one after another.
const fs = require('fs');
const path = require('path');
const readline = require('readline');

// it looks for its model below the folder that it is started in
const from = process.cwd();
process.chdir(__dirname);
const {removeBackground} = require('@imgly/background-removal-node');

async function round(out, photos) {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  for (const photo of photos) {
    const cut = await removeBackground('file://' + path.resolve(from, photo), {model: 'small', output: {format: 'image/png'}});
    fs.writeFileSync(path.join(path.resolve(from, out), path.basename(photo) + '.png'), Buffer.from(await cut.arrayBuffer()));
  }
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  const used = process.cpuUsage(cpu);
  return `${wall.toFixed(1)} ${((used.user + used.system) / 1e3).toFixed(1)}`;
}

readline.createInterface({input: process.stdin}).on('line', async line => {
  const [, , out, ...photos] = line.split('\t');
  console.log(await round(out, photos));
});
console.log('ready');
