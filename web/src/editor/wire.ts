import {type Flow, object, type FlowStep} from '../flow/flow'
import {connect, put, withOf} from './edit'
import {type Schema, type Source, typeOf} from './field'
import {type Catalogue, inputType, outputsOf} from './sources'

const parametersOf = (step: FlowStep, catalogue: Catalogue) => {
  const said = object(catalogue.get(String(step.body['uses']))?.parameters)
  return {properties: object(said['properties']) as Record<string, Schema>, required: (said['required'] ?? []) as string[]}
}

/** The first parameter that must be given, is not, and takes what is offered; and which of the offers. */
function fitting(step: FlowStep, offers: readonly Source[], catalogue: Catalogue): {name: string; expression: string} | undefined {
  const {properties, required} = parametersOf(step, catalogue)
  const given = withOf(step)
  for (const name of required) {
    const schema = properties[name]
    const offer = schema && !(name in given) && offers.find(one => one.type === typeOf(schema))
    if (offer) return {name, expression: offer.expression}
  }
  return undefined
}

function bind(source: string, step: FlowStep, offers: readonly Source[], catalogue: Catalogue): string | undefined {
  const found = fitting(step, offers, catalogue)
  return found && put(source, [...step.path, 'with', found.name], '${{ ' + found.expression + ' }}')
}

/** Joins two steps: what the one makes goes where the other misses it; otherwise the other waits for the one. */
export function wire(source: string, flow: Flow, from: string, to: string, catalogue: Catalogue): string {
  const [one, two] = [from, to].map(id => flow.steps.find(step => step.id === id))
  if (!one || !two || one === two) return source
  const offers = Object.entries(outputsOf(one, catalogue)).map(([name, schema]) => ({expression: `steps.${one.name}.${name}`, type: typeOf(schema)}))
  return (one.parent === two.parent && bind(source, two, offers, catalogue)) || connect(source, from, to)
}

/** Gives a new step the input that it takes, where the file has one. */
export function feed(source: string, flow: Flow, step: FlowStep, catalogue: Catalogue): string {
  const offers = Object.entries(flow.inputs).map(([name, said]) => ({expression: `inputs.${name}`, type: inputType(said)}))
  return bind(source, step, offers, catalogue) ?? source
}
