/** Numbers in the form of an address: `1-20,25`. */
export function said(numbers: Iterable<number>): string[] {
  const ranges: [number, number][] = []
  for (const one of [...new Set(numbers)].sort((one, two) => one - two)) {
    const last = ranges.at(-1)
    if (last && last[1] === one - 1) last[1] = one
    else ranges.push([one, one])
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`))
}

/** A range of more numbers than this is no range of ours. */
const LONG = 1_000_000

/** Whether a number stands in such a text; what is none of ours is passed over. */
export function holds(text: string): (one: number) => boolean {
  const ranges = text.split(',').flatMap(part => {
    const found = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(part)
    return found ? [[Number(found[1]), Number(found[2] ?? found[1])] as const] : []
  })
  return one => ranges.some(([from, to]) => from <= one && one <= to && to - from <= LONG)
}
