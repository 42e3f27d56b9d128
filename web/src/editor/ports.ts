import {type Flow, type FlowStep, object} from '../flow/flow'
import type {Ports} from '../flow/graph'
import {fits, MEDIA, type Schema} from './field'
import {type Catalogue, outputsOf} from './sources'
import {exactly, listed} from './wire'
import {editor as say} from '../words/editor'

const NONE: Ports = {takes: [], gives: []}
const plain = (type: string) => listed(type) ?? type
const isFile = (type: string) => MEDIA.includes(plain(type))
const once = (types: string[]) => [...new Set(types)]
/** Files are what flows; where there are none, whatever there is. */
const main = (types: string[]) => once(types.some(isFile) ? types.filter(isFile) : types)

/** The ports of a step that matter: files, and what it cannot do without. Those of gates, loops and other workflows take what comes. */
export function portsOf(step: FlowStep, catalogue: Catalogue): Ports {
  const type = catalogue.get(String(step.body['uses']))
  if (step.kind !== 'step' || !type) return NONE
  const said = object(type.parameters)
  const required = (said['required'] ?? []) as string[]
  const parameters = Object.entries(object(said['properties']) as Record<string, Schema>).map(([name, schema]) => ({name, type: exactly(schema)}))
  const needed = parameters.filter(one => required.includes(one.name) || isFile(one.type)).map(one => one.type)
  return {takes: once([...needed.filter(isFile), ...needed]), gives: main(Object.values(outputsOf(step, catalogue)).map(exactly))}
}

const open = (type: string) => plain(type) === 'json' || plain(type) === 'array'
const meets = (wanted: string, offered: string) => open(wanted) || open(offered) || fits(plain(wanted), plain(offered))
export const said = (types: readonly string[]) => types.map(type => (listed(type) ? say.listOf(listed(type)!) : type)).join(' or ')

/** Why a line from one step to another would give nothing on, in words; nothing where it may be drawn. */
export function misfit(flow: Flow, from: string, to: string, catalogue: Catalogue): string | undefined {
  const [one, two] = [from, to].map(id => flow.steps.find(step => step.id === id))
  if (!one || !two || one === two) return undefined
  if (one.parent !== two.parent) return say.otherLoop(one.name, two.name)
  const {gives} = portsOf(one, catalogue)
  const {takes} = portsOf(two, catalogue)
  if (gives.length === 0 || takes.length === 0 || takes.some(wanted => gives.some(offered => meets(wanted, offered)))) return undefined
  return say.nothingFits(one.name, said(gives), two.name, said(takes))
}
