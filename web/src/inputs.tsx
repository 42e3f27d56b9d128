/** Inputs of a workflow, as their JSON Schema says. */
import {ColourPicker, isColour} from './colour'
import {runs as say} from './words/runs'
export type Property = {
  type?: string | string[]
  enum?: unknown[]
  default?: unknown
  minimum?: number
  maximum?: number
  maxLength?: number
  description?: string
  'x-backlot-type'?: string
}
export type Inputs = {properties?: Record<string, Property>; required?: string[]}
export const isFile = (property: Property) => ['image', 'video', 'audio', 'file', 'asset', 'media'].includes(property['x-backlot-type'] ?? '')

/** A typed text as the value that the input takes. */
export function typed(property: Property, given: string): unknown {
  const type = Array.isArray(property.type) ? property.type[0] : property.type
  if (type === 'integer' || type === 'number') return Number(given)
  if (type === 'boolean') return given === 'true'
  if (type === 'string') return given
  try {
    return JSON.parse(given)
  } catch {
    return given
  }
}

type Entry = {name: string; property: Property; required: boolean; value: string; change: (value: string) => void; empty?: string}

export function Field({name, property, required, value, change, empty}: Entry) {
  const type = Array.isArray(property.type) ? property.type[0] : property.type
  const usual = property.default === undefined ? undefined : typeof property.default === 'string' ? property.default : JSON.stringify(property.default)
  const options = property.enum?.map(String) ?? (type === 'boolean' ? ['true', 'false'] : undefined)
  const shared = {value, required: required && usual === undefined, placeholder: empty ?? usual}
  return (
    <label>
      {name}
      {required && usual === undefined && <span className="small"> {say.needed}</span>}
      {options ? (
        <select value={value} required={shared.required} onChange={event => change(event.target.value)}>
          <option value="">{empty ?? (usual === undefined ? say.choose : say.asUsual(usual))}</option>
          {options.map(one => (
            <option key={one}>{one}</option>
          ))}
        </select>
      ) : type === 'integer' || type === 'number' ? (
        <input type="number" step={type === 'integer' ? 1 : 'any'} min={property.minimum} max={property.maximum} {...shared} onChange={event => change(event.target.value)} />
      ) : isColour(name, property) ? (
        <span className="coloured">
          <input maxLength={property.maxLength} {...shared} onChange={event => change(event.target.value)} />
          <ColourPicker name={name} value={value} usual={usual ?? ''} change={change} />
        </span>
      ) : type === 'string' ? (
        <input maxLength={property.maxLength} {...shared} onChange={event => change(event.target.value)} />
      ) : (
        <textarea rows={3} {...shared} onChange={event => change(event.target.value)} />
      )}
      {property.description && <span className="small block">{property.description}</span>}
      {type !== 'string' && !options && type !== 'integer' && type !== 'number' && <span className="small block">{say.asJsonForExample} {usual ?? say.listExample}</span>}
    </label>
  )
}
