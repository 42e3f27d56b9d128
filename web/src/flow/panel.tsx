import {type ReactNode, useMemo} from 'react'
import {useInAddress} from '../address'
import {type FlowStep, read} from './flow'
import Graph from './graph'
import {StepList} from './list'
import type {State} from './states'
import {workflows as say} from '../words/workflows'

type Given = {source: string; states?: ReadonlyMap<string, State>; snug?: boolean; children?: (step: FlowStep) => ReactNode}

/** The graph of a workflow file and the same as a list. It brings a YAML parser and a canvas: load it with `lazily`. */
export default function GraphPanel({source, states, snug, children}: Given) {
  const {flow, errors} = useMemo(() => read(source), [source])
  const [chosen, choose] = useInAddress('node', {how: 'push'})
  if (!flow) return <p className="note">{say.noGraph(errors[0]?.message ?? '')}</p>
  if (flow.steps.length === 0) return <p className="note">{say.noStepYet}</p>
  const step = flow.steps.find(one => one.id === chosen)
  return (
    <div className="flow">
      <Graph flow={flow} {...(states && {states})} {...(snug && {snug})} chosen={chosen} choose={choose} />
      <div className="beside">
        <StepList flow={flow} states={states} chosen={chosen} choose={choose} />
        {step && children?.(step)}
      </div>
    </div>
  )
}
