import {type Edge, edges, type Flow} from './flow'

export type Box = {
  id: string
  parent?: string
  x: number
  y: number
  width: number
  height: number
  /** Where lines from another row come along, above it; in the first row there is no such place. */
  turn?: number
  /** Of a step in no loop: where all that stands above and below it ends. */
  end?: number
}
/**
 * `between` layers, and from one step to the next `beside` it; a loop has a `head` above its own steps and is `pad` wider on each side. From
 * left to right the layers stand in so many `rows`, like words in lines.
 */
export type Sizes = {width: number; height: number; between: number; beside: number; head: number; pad: number; downwards?: boolean; rows?: number}
type Extent = {width: number; height: number}

/** So many stand beside each other downwards: the width of a phone. */
const ABREAST = 2

/** Between two rows, where the lines from one to the next go. */
const TURN = 52
const ROWS_MAX = 4
/** What is left free around all of it, as a part. */
const AROUND = 0.06
/** A further row has to make all that is drawn larger by so much. */
const WORTH_A_ROW = 1.1

/** How large all steps are together. */
export function extentOf(flow: Flow, size: Sizes): Extent {
  const tops = layout(flow, size).filter(box => !box.parent)
  return {width: Math.max(0, ...tops.map(box => box.x + box.width)), height: Math.max(0, ...tops.map(box => box.y + box.height))}
}

/** How large things are drawn where all of it has to be seen, at most in full size. */
const zoomOf = (all: Extent, room: Extent) => Math.min(1, room.width / (all.width * (1 + 2 * AROUND)), room.height / (all.height * (1 + 2 * AROUND)))

/** How tall a box of this width is, between least and most, that shows all of it in words as large as can be. */
export function heightFor(flow: Flow, size: Sizes, width: number, {least, most}: {least: number; most: number}): number {
  const room = {width, height: most}
  const all = extentOf(flow, {...size, rows: rowsIn(room, flow, size)})
  return Math.round(Math.min(most, Math.max(least, all.height * zoomOf(all, room) * (1 + 2 * AROUND))))
}

/** The number of rows in which the words of a graph are largest; as few as will do. */
export function rowsIn(room: Extent, flow: Flow, size: Sizes): number {
  let best = {rows: 1, zoom: zoomOf(extentOf(flow, size), room)}
  for (let rows = 2; rows <= ROWS_MAX && best.zoom < 1; rows++) {
    const zoom = zoomOf(extentOf(flow, {...size, rows}), room)
    if (zoom > best.zoom * WORTH_A_ROW) best = {rows, zoom}
  }
  return best.rows
}

/** Layers from left to right, or downwards: each step stands behind all that it waits for; loops hold their own layers. */
export function layout(flow: Flow, size: Sizes): Box[] {
  const links = edges(flow).filter(edge => edge.kind !== 'again')
  const [length, breadth] = size.downwards ? (['height', 'width'] as const) : (['width', 'height'] as const)
  const boxes: Box[] = []
  arrange(undefined)
  return boxes

  function arrange(parent: string | undefined): Extent {
    const ids = flow.steps.filter(step => step.parent === parent).map(step => step.id)
    const inner = new Map(ids.map(id => [id, measure(id)]))
    const layers = ordered(layersOf(ids, links), links).flatMap(layer => (size.downwards ? rowsOf(layer) : [layer]))
    const top = parent ? size.head : 0
    const side = parent ? size.pad : 0
    const lengthOf = (layer: string[]) => Math.max(...layer.map(id => inner.get(id)![length])) + size.between
    const rows = parent || size.downwards ? [layers] : inRows(layers, lengthOf, size.rows ?? 1)
    let farthest = 0
    let broad = 0
    for (const row of rows) {
      if (broad > 0) broad += TURN
      const across = Math.max(0, ...row.map(layer => breadthOf(layer, inner)))
      let far = 0
      for (const layer of row) {
        let over = broad + (across - breadthOf(layer, inner)) / 2
        for (const id of layer) {
          const place = size.downwards ? {x: side + over, y: top + far} : {x: side + far, y: top + over}
          boxes.push({id, ...(parent ? {parent} : {end: far + lengthOf(layer) - size.between}), ...place, ...inner.get(id)!, ...(broad > 0 && {turn: broad - TURN / 2})})
          over += inner.get(id)![breadth] + size.beside
        }
        far += lengthOf(layer)
      }
      farthest = Math.max(farthest, far - size.between)
      broad += across
    }
    const all = {[length]: farthest, [breadth]: broad} as Extent
    return {width: Math.max(size.width, all.width + 2 * side), height: Math.max(size.height, top + all.height + side)}
  }
  function measure(id: string) {
    const isLoop = flow.steps.some(step => step.parent === id)
    return isLoop ? arrange(id) : {width: size.width, height: size.height}
  }
  function breadthOf(layer: string[], inner: Map<string, Extent>) {
    return layer.reduce((sum, id) => sum + inner.get(id)![breadth] + size.beside, -size.beside)
  }
}

/** Layers in at most so many rows, none longer than it has to be. */
function inRows(layers: string[][], lengthOf: (layer: string[]) => number, rows: number): string[][][] {
  const lengths = layers.map(lengthOf)
  const packed = (limit: number) => {
    const found: string[][][] = []
    let left = 0
    layers.forEach((layer, at) => {
      if (lengths[at]! > left || found.length === 0) {
        found.push([])
        left = limit
      }
      found.at(-1)!.push(layer)
      left -= lengths[at]!
    })
    return found
  }
  let [least, enough] = [Math.max(0, ...lengths), lengths.reduce((sum, one) => sum + one, 0)]
  while (least < enough) {
    const middle = Math.floor((least + enough) / 2)
    if (packed(middle).length <= rows) enough = middle
    else least = middle + 1
  }
  return packed(enough)
}

const rowsOf = (layer: string[]) => Array.from({length: Math.ceil(layer.length / ABREAST)}, (_, row) => layer.slice(row * ABREAST, (row + 1) * ABREAST))

/** A step's layer is one behind the last of those before it; a circle, which the engine refuses, ends where it began. */
export function layersOf(ids: string[], links: Edge[]): string[][] {
  const into = new Map(ids.map(id => [id, links.filter(edge => edge.to === id && ids.includes(edge.from)).map(edge => edge.from)]))
  const known = new Map<string, number>()
  const depth = (id: string, trail: Set<string>): number => {
    const told = known.get(id)
    if (told !== undefined || trail.has(id)) return told ?? 0
    const own = Math.max(0, ...into.get(id)!.map(from => depth(from, new Set([...trail, id])) + 1))
    known.set(id, own)
    return own
  }
  const layers: string[][] = []
  for (const id of ids) {
    const at = depth(id, new Set())
    layers[at] = [...(layers[at] ?? []), id]
  }
  return layers.filter(layer => layer !== undefined)
}

/** Each layer in the order of what its steps come from, so that few lines cross. */
function ordered(layers: string[][], links: Edge[]): string[][] {
  const place = new Map<string, number>()
  return layers.map(layer => {
    const middle = (id: string) => {
      const from = links.filter(edge => edge.to === id && place.has(edge.from)).map(edge => place.get(edge.from)!)
      return from.length ? from.reduce((sum, one) => sum + one, 0) / from.length : layer.indexOf(id)
    }
    const weights = new Map(layer.map(id => [id, middle(id)]))
    const sorted = [...layer].sort((one, two) => weights.get(one)! - weights.get(two)!)
    sorted.forEach((id, at) => place.set(id, at))
    return sorted
  })
}

export type Point = readonly [x: number, y: number]

/** A path along these points with corners as round as this, or as there is room for. */
export function rounded(points: readonly Point[], radius: number): string {
  const path = [`M ${points[0]!.join(',')}`]
  for (let at = 1; at < points.length - 1; at++) {
    const [before, corner, behind] = [points[at - 1]!, points[at]!, points[at + 1]!]
    const [to, from] = [towards(corner, before, radius), towards(corner, behind, radius)]
    path.push(`L ${to.join(',')} Q ${corner.join(',')} ${from.join(',')}`)
  }
  return [...path, `L ${points.at(-1)!.join(',')}`].join(' ')
}

/** From a corner towards a point, so far, or half the way. */
function towards([x, y]: Point, [toX, toY]: Point, far: number): Point {
  const way = Math.hypot(toX - x, toY - y)
  const part = way === 0 ? 0 : Math.min(far, way / 2) / way
  return [x + (toX - x) * part, y + (toY - y) * part]
}
