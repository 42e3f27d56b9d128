import {Status} from '../parts'
import {says} from '../headway'
import type {Flow, FlowStep} from './flow'
import type {State} from './states'
import {workflows as say} from '../words/workflows'

type Listed = {
  flow: Flow
  states?: ReadonlyMap<string, State> | undefined
  wrong?: (step: FlowStep) => number
  chosen?: string | undefined
  choose: (id: string) => void
}

/** What the graph shows, as a list. */
export function StepList({flow, states, wrong, chosen, choose}: Listed) {
  return (
    <ul className="steplist" aria-label={say.stepsOfTheGraph}>
      {flow.steps.map(step => {
        const state = states?.get(step.id)
        const bad = wrong?.(step) ?? 0
        return (
          <li key={step.id} className={step.parent ? 'within' : ''}>
            <button type="button" aria-pressed={chosen === step.id} onClick={() => choose(step.id)}>
              <span className="grow clip">
                <strong>{step.name}</strong> <span className="small">{step.kind === 'step' ? step.says : step.kind}</span>
              </span>
              {bad > 0 && <Status of="failed" label={bad === 1 ? say.oneMistake : say.mistakes(bad)} />}
              {state && <Status of={state.status} label={[state.says ?? state.status, state.of, state.progress && says(state.progress), state.time].filter(Boolean).join(' · ')} />}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
