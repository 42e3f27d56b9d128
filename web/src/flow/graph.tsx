import {Handle, type Connection, type Edge as Line, type Node, type NodeProps, getViewportForBounds, Position, ReactFlow, ReactFlowProvider, useReactFlow, useStore} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import {memo, useEffect, useMemo, useRef, useState} from 'react'
import {HeadwayBar, PartBar, Status} from '../parts'
import {Thumb} from '../pictures'
import {type Edge, edges, type Flow, type FlowStep} from './flow'
import {layout} from './layout'
import type {State} from './states'
import {workflows as say} from '../words/workflows'

/** What goes into a step and what comes out, by the names of the types; a list of pictures is `[image]`. */
export type Ports = {takes: readonly string[]; gives: readonly string[]}
type Shown = {step: FlowStep; state?: State; wrong: number; chosen: boolean; open: boolean; editable: boolean; ports?: Ports}
type Box = Node<Shown, 'step'>

const SIGN: Record<FlowStep['kind'], string> = {step: '', loop: '↻ ', gate: '? ', workflow: '⧉ '}

const StepBox = memo(function StepBox({data}: NodeProps<Box>) {
  const {step, state, wrong, chosen, open, editable, ports} = data
  return (
    <div className={`node ${step.kind} ${state?.status ?? ''} ${chosen ? 'chosen' : ''} ${wrong ? 'wrong' : ''} ${open ? 'open' : ''}`}>
      <Handle type="target" position={Position.Left} isConnectable={editable} {...port('takes', ports?.takes)} />
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
      <Handle type="source" position={Position.Right} isConnectable={editable} {...port('gives', ports?.gives)} />
      {/* what goes back goes round below */}
      <Handle id="back" type="target" position={Position.Bottom} isConnectable={false} className="back" />
      <Handle id="back" type="source" position={Position.Bottom} isConnectable={false} className="back" />
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

function Canvas({flow, states, tall, wrong, ports, chosen, choose, connect, cut}: Given) {
  const view = useReactFlow()
  const width = useStore(state => state.width)
  const high = useStore(state => state.height)
  const nodes = useMemo(() => {
    const steps = new Map(flow.steps.map(step => [step.id, step]))
    const size = {width: states ? 200 : 165, height: (tall ? 168 : states ? 84 : 64) + (ports ? 16 : 0), across: 40, down: 20, head: states ? 84 : 62, pad: 14}
    return layout(flow, size)
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
            {type: 'target', position: Position.Left, x: 0, y: box.height / 2, width: 1, height: 1},
            {type: 'source', position: Position.Right, x: box.width, y: box.height / 2, width: 1, height: 1},
            {id: 'back', type: 'target', position: Position.Bottom, x: box.width / 2, y: box.height, width: 1, height: 1},
            {id: 'back', type: 'source', position: Position.Bottom, x: box.width / 2, y: box.height, width: 1, height: 1}
          ],
          ...(box.parent && {parentId: box.parent}),
          data: {
            step,
            ...(state && {state}),
            wrong: wrong?.(step) ?? 0,
            ...(ports && {ports: ports(step)}),
            chosen: chosen === box.id,
            open: step.kind === 'loop',
            editable: !!connect
          }
        }
      })
  }, [flow, states, tall, wrong, ports, chosen, connect])
  const [picked, pick] = useState<string>()
  const lines = useMemo(() => edges(flow).map(one => line(one, !!cut, picked)), [flow, cut, picked])
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
    void view.setViewport(getViewportForBounds(bounds, width, high, 0.35, 1, 0.06))
  }, [shape, width, high, view])
  return (
    <ReactFlow
      nodes={nodes}
      edges={lines}
      nodeTypes={TYPES}
      minZoom={0.15}
      maxZoom={2}
      nodesDraggable={false}
      nodesFocusable={false}
      edgesFocusable={!!cut}
      nodesConnectable={!!connect}
      preventScrolling={false}
      zoomOnScroll={false}
      deleteKeyCode={cut ? ['Delete', 'Backspace'] : null}
      onNodeClick={(_, node) => choose?.(node.id)}
      onConnect={(made: Connection) => connect?.(made.source, made.target)}
      onEdgesChange={changes => changes.forEach(one => one.type === 'select' && pick(one.selected ? one.id : undefined))}
      onEdgesDelete={gone => gone.forEach(one => cut?.(one.source, one.target))}
      ariaLabelConfig={{'edge.a11yDescription.default': say.removeConnection}}
    />
  )
}

function line(edge: Edge, editable: boolean, picked: string | undefined): Line {
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
    ...(edge.kind === 'again' && {label: say.onceMore, type: 'smoothstep', pathOptions: {offset: 18}, sourceHandle: 'back', targetHandle: 'back'})
  }
}

const SNUG = {width: 200, height: 84, across: 40, down: 20, head: 84, pad: 14}
const heightOf = (flow: Flow) => Math.min(340, 56 + Math.max(84, ...layout(flow, SNUG).map(box => (box.parent ? 0 : box.y + box.height))))

/** The steps as boxes with lines between; the same is told by a list beside it, which keys reach. */
export default function Graph(given: Given) {
  // no taller than it has to be, where pictures follow below
  const height = given.snug ? {height: heightOf(given.flow)} : undefined
  return (
    <div className={given.tall ? 'graph tall' : 'graph'} style={height}>
      <ReactFlowProvider>
        <Canvas {...given} />
      </ReactFlowProvider>
    </div>
  )
}
