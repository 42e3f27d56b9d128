import {type Edge, edges, type Flow} from './flow'

export type Box = {id: string; parent?: string; x: number; y: number; width: number; height: number}
export type Sizes = {width: number; height: number; across: number; down: number; head: number; pad: number}

/** Layers from left to right: each step stands right of all that it waits for; loops hold their own layers. */
export function layout(flow: Flow, size: Sizes): Box[] {
  const links = edges(flow).filter(edge => edge.kind !== 'again')
  const boxes: Box[] = []
  arrange(undefined)
  return boxes

  function arrange(parent: string | undefined): {width: number; height: number} {
    const ids = flow.steps.filter(step => step.parent === parent).map(step => step.id)
    const inner = new Map(ids.map(id => [id, measure(id)]))
    const layers = ordered(layersOf(ids, links), links)
    const top = parent ? size.head : 0
    const side = parent ? size.pad : 0
    const tall = Math.max(0, ...layers.map(layer => heightOf(layer, inner)))
    let x = side
    for (const layer of layers) {
      let y = top + (tall - heightOf(layer, inner)) / 2
      for (const id of layer) {
        boxes.push({id, ...(parent && {parent}), x, y, ...inner.get(id)!})
        y += inner.get(id)!.height + size.down
      }
      x += Math.max(...layer.map(id => inner.get(id)!.width)) + size.across
    }
    return {width: Math.max(size.width, x - size.across + side), height: Math.max(size.height, top + tall + side)}
  }
  function measure(id: string) {
    const isLoop = flow.steps.some(step => step.parent === id)
    return isLoop ? arrange(id) : {width: size.width, height: size.height}
  }
  function heightOf(layer: string[], inner: Map<string, {height: number}>) {
    return layer.reduce((sum, id) => sum + inner.get(id)!.height + size.down, -size.down)
  }
}

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
