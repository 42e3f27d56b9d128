import {type Edge, edges, type Flow} from './flow'

export type Box = {id: string; parent?: string; x: number; y: number; width: number; height: number}
/** `between` layers, and from one step to the next `beside` it; a loop has a `head` above its own steps and is `pad` wider on each side. */
export type Sizes = {width: number; height: number; between: number; beside: number; head: number; pad: number; downwards?: boolean}

/** So many stand beside each other downwards: the width of a phone. */
const ABREAST = 2

/** Layers from left to right, or downwards: each step stands behind all that it waits for; loops hold their own layers. */
export function layout(flow: Flow, size: Sizes): Box[] {
  const links = edges(flow).filter(edge => edge.kind !== 'again')
  const [length, breadth] = size.downwards ? (['height', 'width'] as const) : (['width', 'height'] as const)
  const boxes: Box[] = []
  arrange(undefined)
  return boxes

  function arrange(parent: string | undefined): {width: number; height: number} {
    const ids = flow.steps.filter(step => step.parent === parent).map(step => step.id)
    const inner = new Map(ids.map(id => [id, measure(id)]))
    const layers = ordered(layersOf(ids, links), links).flatMap(layer => (size.downwards ? rowsOf(layer) : [layer]))
    const top = parent ? size.head : 0
    const side = parent ? size.pad : 0
    const broad = Math.max(0, ...layers.map(layer => breadthOf(layer, inner)))
    let far = 0
    for (const layer of layers) {
      let over = (broad - breadthOf(layer, inner)) / 2
      for (const id of layer) {
        const place = size.downwards ? {x: side + over, y: top + far} : {x: side + far, y: top + over}
        boxes.push({id, ...(parent && {parent}), ...place, ...inner.get(id)!})
        over += inner.get(id)![breadth] + size.beside
      }
      far += Math.max(...layer.map(id => inner.get(id)![length])) + size.between
    }
    const all = {[length]: far - size.between, [breadth]: broad} as {width: number; height: number}
    return {width: Math.max(size.width, all.width + 2 * side), height: Math.max(size.height, top + all.height + side)}
  }
  function measure(id: string) {
    const isLoop = flow.steps.some(step => step.parent === id)
    return isLoop ? arrange(id) : {width: size.width, height: size.height}
  }
  function breadthOf(layer: string[], inner: Map<string, {width: number; height: number}>) {
    return layer.reduce((sum, id) => sum + inner.get(id)![breadth] + size.beside, -size.beside)
  }
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
