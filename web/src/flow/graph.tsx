import {BaseEdge, type Connection, type Edge as Line, type EdgeProps, Handle, type Node, type NodeProps, getViewportForBounds, Position, ReactFlow, ReactFlowProvider, useReactFlow, useStore} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import {memo, useEffect, useMemo, useRef, useState} from 'react'
import {Details} from '../details'
import {HeadwayBar, PartBar, Status} from '../parts'
import {Thumb} from '../pictures'
import {type Edge, edges, type Flow, type FlowStep} from './flow'
import {type Box as Place, extentOf, heightFor, layout, type Point, rounded, rowsIn, type Sizes} from './layout'
import {useNarrow} from './narrow'
import type {State} from './states'
import {workflows as say} from '../words/workflows'

/** What goes into a step and what comes out, by the names of the types; a list of pictures is `[image]`. */
export type Ports = {takes: readonly string[]; gives: readonly string[]}
type Shown = {step: FlowStep; state?: State; wrong: number; chosen: boolean; open: boolean; editable: boolean; ports?: Ports; sides: Sides}
type Box = Node<Shown, 'step'>

/** Where lines come in and go out, and where those that lead back go round. */
type Sides = {into: Position; out: Position; back: Position}
const ACROSS: Sides = {into: Position.Left, out: Position.Right, back: Position.Bottom}
const DOWNWARDS: Sides = {into: Position.Top, out: Position.Bottom, back: Position.Right}

const SIGN: Record<FlowStep['kind'], string> = {step: '', loop: '↻ ', gate: '? ', workflow: '⧉ '}

const StepBox = memo(function StepBox({data}: NodeProps<Box>) {
  const {step, state, wrong, chosen, open, editable, ports, sides} = data
  return (
    <div className={`node ${step.kind} ${state?.status ?? ''} ${chosen ? 'chosen' : ''} ${wrong ? 'wrong' : ''} ${open ? 'open' : ''}`}>
      <Handle type="target" position={sides.into} isConnectable={editable} {...port('takes', ports?.takes)} />
      <div className="row">
        <strong className="clip">
          {SIGN[step.kind]}
          {step.name}
        </strong>
        {wrong > 0 && <Status of="failed" label={String(wrong)} />}
        {state?.time && <span className="small">{state.time}</span>}
      </div>
      <span className="small block clip">{step.says}</span>
      {step.when && <span className="small block clip">{say.onlyIf(step.when)}</span>}
      {state?.parts ? (
        <PartBar parts={state.parts} says={state.says} />
      ) : (
        state && <Status of={state.status} label={state.of ? `${state.status} ${state.of}` : (state.says ?? state.status)} />
      )}
      {state?.progress && <HeadwayBar of={state.progress} name={step.name} />}
      {state?.picture && !open && <Thumb of={state.picture} size={128} />}
      {ports && (
        <div className="ports">
          <Types of={ports.takes} />
          <Types of={ports.gives} />
        </div>
      )}
      <Handle type="source" position={sides.out} isConnectable={editable} {...port('gives', ports?.gives)} />
      <Handle id="back" type="target" position={sides.back} isConnectable={false} className="back" />
      <Handle id="back" type="source" position={sides.back} isConnectable={false} className="back" />
    </div>
  )
})
const TYPES = {step: StepBox}

const plainly = (type: string) => type.replace(/^\[(.*)]$/, '$1')
const typeClass = (types: readonly string[]) => `type-${plainly(types[0] ?? 'json')}`
const port = (does: 'takes' | 'gives', types: readonly string[] | undefined) => (types?.length ? {className: typeClass(types), title: say[does](types.join(say.or))} : {})

/** Types in a word each, with the shape and colour of the first; further ones are counted. */
function Types({of}: {of: readonly string[]}) {
  if (of.length === 0) return <span />
  return (
    <span className={`porttype ${typeClass(of)}`} title={of.join(say.or)}>
      {of[0]}
      {of.length > 1 && ` +${of.length - 1}`}
    </span>
  )
}

type Given = {
  flow: Flow
  states?: ReadonlyMap<string, State>
  snug?: boolean
  /** Whether nodes have room for a picture each. */
  tall?: boolean
  wrong?: (step: FlowStep) => number
  /** The types at the ends of each step, where they are shown. */
  ports?: (step: FlowStep) => Ports
  chosen?: string | undefined
  choose?: (id: string) => void
  connect?: (from: string, to: string) => void
  cut?: (from: string, to: string) => void
}

/** How large steps are drawn; downwards two have to stand beside each other in the width of a phone. */
function sizesOf({states, tall, ports}: {states?: unknown; tall?: unknown; ports?: unknown}, downwards: boolean): Sizes {
  const more = ports ? 16 : 0
  const size = {height: (tall ? 168 : states ? 84 : 64) + more, head: states ? 84 : 62}
  return downwards ? {...size, width: 158, between: 34, beside: 12, pad: 8, downwards} : {...size, width: states ? 200 : 165, between: 40, beside: 20, pad: 14}
}

function at(side: Position, box: Place): {position: Position; x: number; y: number; width: 1; height: 1} {
  const middle = {x: box.width / 2, y: box.height / 2}
  const edge = {[Position.Left]: {x: 0}, [Position.Right]: {x: box.width}, [Position.Top]: {y: 0}, [Position.Bottom]: {y: box.height}}[side]
  return {position: side, ...middle, ...edge, width: 1, height: 1}
}

function Canvas({downwards, ...given}: Given & {downwards: boolean}) {
  const {flow, states, tall, wrong, ports, chosen, choose, connect, cut} = given
  const view = useReactFlow()
  const width = useStore(state => state.width)
  const high = useStore(state => state.height)
  const hasStates = !!states
  const hasPorts = !!ports
  const size = useMemo(() => sizesOf({states: hasStates, tall, ports: hasPorts}, downwards), [hasStates, tall, hasPorts, downwards])
  const rows = useMemo(() => (downwards || width === 0 ? 1 : rowsIn({width, height: high}, flow, size)), [downwards, width, high, flow, size])
  const boxes = useMemo(() => layout(flow, {...size, rows}), [flow, size, rows])
  const nodes = useMemo(() => {
    const steps = new Map(flow.steps.map(step => [step.id, step]))
    const sides = downwards ? DOWNWARDS : ACROSS
    return [...boxes]
      .sort((one, two) => one.id.split('.').length - two.id.split('.').length)
      .map((box): Box => {
        const step = steps.get(box.id)!
        const state = states?.get(box.id)
        return {
          id: box.id,
          type: 'step',
          position: {x: box.x, y: box.y},
          width: box.width,
          height: box.height,
          deletable: false,
          handles: [
            {type: 'target', ...at(sides.into, box)},
            {type: 'source', ...at(sides.out, box)},
            {id: 'back', type: 'target', ...at(sides.back, box)},
            {id: 'back', type: 'source', ...at(sides.back, box)}
          ],
          ...(box.parent && {parentId: box.parent}),
          data: {
            step,
            ...(state && {state}),
            wrong: wrong?.(step) ?? 0,
            ...(ports && {ports: ports(step)}),
            chosen: chosen === box.id,
            open: step.kind === 'loop',
            editable: !!connect,
            sides
          }
        }
      })
  }, [flow, boxes, states, wrong, ports, chosen, connect, downwards])
  const [picked, pick] = useState<string>()
  const lines = useMemo(() => {
    const box = new Map(boxes.map(one => [one.id, one]))
    const turns = [...new Set(boxes.flatMap(one => one.turn ?? []))].sort((one, two) => one - two)
    return edges(flow).map(one => line(one, !!cut, picked, downwards ? 42 : 18, turned(box.get(one.from), box.get(one.to), turns)))
  }, [flow, boxes, cut, picked, downwards])
  // where the boxes stand now is known here, before the canvas has measured them
  const shape = nodes.map(node => `${node.id} ${node.position.x} ${node.position.y} ${node.width} ${node.height}`).join()
  const latest = useRef(nodes)
  latest.current = nodes
  useEffect(() => {
    if (shape === '' || width === 0 || high === 0) return
    const tops = latest.current.filter(node => !node.parentId)
    const bounds = {
      x: 0,
      y: Math.min(...tops.map(node => node.position.y)),
      width: Math.max(...tops.map(node => node.position.x + node.width!)),
      height: Math.max(...tops.map(node => node.position.y + node.height!)) - Math.min(...tops.map(node => node.position.y))
    }
    // downwards nothing is made smaller: the box is as large as what is in it, and the page scrolls
    void view.setViewport(downwards ? {x: Math.max(EDGE, (width - bounds.width) / 2), y: EDGE, zoom: 1} : getViewportForBounds(bounds, width, high, 0.35, 1, 0.06))
  }, [shape, width, high, view, downwards])
  return (
    <ReactFlow
      nodes={nodes}
      edges={lines}
      nodeTypes={TYPES}
      edgeTypes={LINES}
      minZoom={0.15}
      maxZoom={2}
      nodesDraggable={false}
      nodesFocusable={false}
      edgesFocusable={!!cut}
      nodesConnectable={!!connect}
      preventScrolling={false}
      zoomOnScroll={false}
      panOnDrag={!downwards}
      zoomOnPinch={!downwards}
      zoomOnDoubleClick={!downwards}
      deleteKeyCode={cut ? ['Delete', 'Backspace'] : null}
      onNodeClick={(_, node) => choose?.(node.id)}
      onConnect={(made: Connection) => connect?.(made.source, made.target)}
      onEdgesChange={changes => changes.forEach(one => one.type === 'select' && pick(one.selected ? one.id : undefined))}
      onEdgesDelete={gone => gone.forEach(one => cut?.(one.source, one.target))}
      ariaLabelConfig={{'edge.a11yDescription.default': say.removeConnection}}
    />
  )
}

/** A line to another row goes between the rows, and over no step: out behind its own column, and past further rows on the left. */
function TurnedLine({sourceX, sourceY, targetX, targetY, data, style, interactionWidth}: EdgeProps<Turned>) {
  const {out, leave, turn} = data!
  const into = targetX - OUT
  const right = Math.max(out, sourceX) + OUT
  const points: Point[] = [[sourceX, sourceY], [right, sourceY], [right, leave]]
  if (leave !== turn) points.push([-OUT, leave], [-OUT, turn])
  points.push([into, turn], [into, targetY], [targetX, targetY])
  return <BaseEdge path={rounded(points, BEND)} {...(style && {style})} {...(interactionWidth && {interactionWidth})} />
}
type Turned = Line<{out: number; leave: number; turn: number}, 'turned'>
const LINES = {turned: TurnedLine}
/** How far a line goes out before it turns, and how round. */
const OUT = 18
const BEND = 8

function turned(from: Place | undefined, to: Place | undefined, turns: readonly number[]): Partial<Turned> {
  if (!from || !to || from.parent || to.parent || to.turn === undefined || from.turn === to.turn) return {}
  const leave = turns.find(turn => turn > (from.turn ?? 0) && turn > from.y)
  return {type: 'turned', data: {out: from.end ?? 0, leave: leave ?? to.turn, turn: to.turn}}
}

/** `far` out goes what leads back, so that its word lies beside the steps. */
function line(edge: Edge, editable: boolean, picked: string | undefined, far: number, way: Partial<Turned>): Line {
  const id = `${edge.kind} ${edge.from} ${edge.to}`
  return {
    id,
    selected: picked === id,
    source: edge.from,
    target: edge.to,
    className: edge.kind,
    selectable: editable && edge.kind === 'needs',
    deletable: editable && edge.kind === 'needs',
    focusable: editable && edge.kind === 'needs',
    ariaLabel: say.lines[edge.kind](edge.to, edge.from),
    ...(edge.kind !== 'again' && way),
    ...(edge.kind === 'again' && {label: say.onceMore, type: 'smoothstep', pathOptions: {offset: far}, sourceHandle: 'back', targetHandle: 'back'})
  }
}

/** Least and greatest height of the box: where pictures follow below it is no taller than it has to be. */
const SNUG = {least: 140, most: 440}
const USUAL = {least: 360, most: 480}
/** The room beside the list of steps in a usual window. */
const USUAL_WIDTH = 880
const EDGE = 8

/**
 * The steps as boxes with lines between; the same is told by a list beside it, which keys reach. In a narrow window that list is enough: the
 * graph is drawn on demand, downwards and in full size.
 */
export default function Graph(given: Given) {
  const narrow = useNarrow()
  const {flow, snug, connect} = given
  const {tall, hasStates, hasPorts} = {tall: !!given.tall, hasStates: !!given.states, hasPorts: !!given.ports}
  const height = useMemo(() => {
    // where steps are added the box does not move under the hand
    if (narrow || connect) return undefined
    return {height: heightFor(flow, sizesOf({states: hasStates, tall, ports: hasPorts}, false), USUAL_WIDTH, snug ? SNUG : USUAL)}
  }, [narrow, !connect, flow, snug, tall, hasStates, hasPorts])
  const look = given.tall ? 'graph tall' : 'graph'
  if (narrow) {
    const {width, height} = extentOf(given.flow, sizesOf(given, true))
    return (
      <Details name="graph" className="drawn" summary={say.asAGraph}>
        <div className="scroll" tabIndex={0} role="region" aria-label={say.theGraph}>
          <div className={`${look} downwards`} style={{minWidth: width + 2 * EDGE, height: height + 2 * EDGE}}>
            <ReactFlowProvider>
              <Canvas {...given} downwards />
            </ReactFlowProvider>
          </div>
        </div>
      </Details>
    )
  }
  return (
    <div className={look} style={height}>
      <ReactFlowProvider>
        <Canvas {...given} downwards={false} />
      </ReactFlowProvider>
    </div>
  )
}
