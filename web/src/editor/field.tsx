import {type ReactNode, useEffect, useId, useState} from 'react'
import {ColourPicker, isColour} from '../colour'
import {object, type Value} from '../flow/flow'
import {type Place, type Problem, problemsAt} from './edit'
import {editor as say} from '../words/editor'

/** What a JSON Schema says of one value, as far as a form needs it. */
export type Schema = {
  type?: string | string[]
  enum?: Value[]
  default?: Value
  minimum?: number
  maximum?: number
  description?: string
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  'x-backlot-type'?: string
}
/** What can be bound: an expression with the type of its value. */
export type Source = {expression: string; type: string}

type Given = {
  place: Place
  name: string
  schema: Schema
  required?: boolean
  value: Value | undefined
  sources: readonly Source[]
  problems: readonly Problem[]
  change: (place: Place, value: Value | undefined) => void
}

export const MEDIA = ['image', 'video', 'audio', 'file', 'asset', 'media']
/** Whether what is of one type can be given where another is wanted. */
export const fits = (wanted: string, offered: string) => offered === wanted || (['file', 'media'].includes(wanted) && MEDIA.includes(offered))
export const typeOf = (schema: Schema) => schema['x-backlot-type'] ?? (Array.isArray(schema.type) ? schema.type[0] : schema.type) ?? 'json'
const isBound = (value: Value | undefined): value is string => typeof value === 'string' && value.includes('${{')
const isBinding = (schema: Schema, value: Value | undefined) => isBound(value) || MEDIA.includes(typeOf(schema))

/** One parameter: a value, or an expression that is bound to what comes before. */
export function Field(given: Given) {
  const {place, name, schema, required, problems} = given
  const id = useId()
  const wrong = problemsAt(problems, place)
  return (
    <div className={`param ${wrong.length > 0 ? 'wrong' : ''}`}>
      <div className="row">
        <label htmlFor={id}>
          {name}
          {required && <span className="small"> {say.needed}</span>}
        </label>
        <Picker {...given} />
      </div>
      <Control {...given} id={id} />
      <Said says={schema.description} wrong={wrong} />
    </div>
  )
}

/** What a field is for; what is wrong with it stands in the same place, so that nothing moves under the pointer when it comes and goes. */
export function Said({says, wrong}: {says?: string | undefined; wrong: readonly Pick<Problem, 'message'>[]}) {
  return (
    <span className="said">
      {says && <span className="small block">{says}</span>}
      {wrong.length > 0 && (
        <span className="mistake" role="alert">
          {wrong.map(one => (
            <span key={one.message} className="block">
              {one.message}
            </span>
          ))}
        </span>
      )}
    </span>
  )
}

type Bound = Given & {id: string}

function Control(given: Bound): ReactNode {
  const {schema, value} = given
  if (schema.items && Array.isArray(value)) return <Rows {...given} rows={value} />
  if (isBinding(schema, value)) return <Words {...given} />
  if (schema.enum) return <Choice {...given} options={schema.enum} />
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'boolean') return <Choice {...given} options={[true, false]} />
  if (type === 'integer' || type === 'number') return <Figure {...given} whole={type === 'integer'} />
  if (isColour(given.name, schema)) return <Coloured {...given} />
  if (type === 'string') return <Words {...given} />
  if (type === 'array') return <Rows {...given} rows={[]} />
  if (schema.properties && (value === undefined || typeof value === 'object')) return <Parts {...given} parts={schema.properties} />
  return <Any {...given} />
}

const usual = (schema: Schema) => (schema.default === undefined ? '' : typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default))

/** So long a text is shown on several lines; an expression is in wider letters, in a narrower form. */
const isLong = (text: string) => text.length > (isBound(text) ? 34 : 60) || text.includes('\n')

function Words({id, place, schema, value, change}: Bound) {
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
  const [isTall, setTall] = useState(isLong(text))
  const settle = () => setTall(isLong(text))
  // not while somebody types in it, who would lose the cursor
  useEffect(() => {
    if (document.activeElement?.id !== id) setTall(isLong(text))
  }, [text, id])
  const shared = {
    id,
    value: text,
    placeholder: usual(schema),
    spellCheck: false,
    className: isBound(value) ? 'bound' : '',
    onBlur: settle
  }
  const set = (next: string) => change(place, next === '' ? undefined : next)
  return isTall ? (
    <textarea {...shared} rows={isBound(value) ? 2 : 3} onChange={event => set(event.target.value)} />
  ) : (
    <input {...shared} onChange={event => set(event.target.value)} />
  )
}

function Coloured(given: Bound) {
  const {name, place, schema, value, change} = given
  return (
    <span className="coloured">
      <Words {...given} />
      <ColourPicker name={name} value={typeof value === 'string' ? value : ''} usual={usual(schema)} change={next => change(place, next)} />
    </span>
  )
}

function Figure({id, place, schema, value, whole, change}: Bound & {whole: boolean}) {
  return (
    <input
      id={id}
      type="number"
      step={whole ? 1 : 'any'}
      min={schema.minimum}
      max={schema.maximum}
      placeholder={usual(schema)}
      value={typeof value === 'number' ? value : ''}
      onChange={event => change(place, event.target.value === '' ? undefined : event.target.valueAsNumber)}
    />
  )
}

function Choice({id, place, schema, value, options, change}: Bound & {options: readonly Value[]}) {
  const at = value === undefined ? -1 : options.indexOf(value)
  return (
    <select id={id} value={at} onChange={event => change(place, options[Number(event.target.value)])}>
      <option value={-1}>{usual(schema) ? say.asUsual(usual(schema)) : say.notGiven}</option>
      {options.map((one, place) => (
        <option key={String(one)} value={place}>
          {String(one)}
        </option>
      ))}
    </select>
  )
}

function Rows({rows, ...given}: Bound & {rows: Value[]}) {
  const {id, place, name, schema, change} = given
  const set = (next: Value[]) => change(place, next.length === 0 ? undefined : next)
  return (
    <div className="rows" id={id} role="group" aria-label={name}>
      {rows.map((row, at) => (
        <div key={at} className="entry">
          <Field {...given} place={[...place, at]} name={`${name} ${at + 1}`} required={false} schema={{...schema.items, description: ''}} value={row} />
          <button type="button" className="quiet" aria-label={say.takeAway(name, at + 1)} onClick={() => set(rows.filter((_, other) => other !== at))}>
            ×
          </button>
        </div>
      ))}
      <button type="button" className="quiet" onClick={() => set([...rows, schema.items?.properties ? {} : ''])}>
        {say.add}
      </button>
    </div>
  )
}

function Parts({parts, ...given}: Bound & {parts: Record<string, Schema>}) {
  const value = object(given.value)
  return (
    <div className="rows" id={given.id} role="group" aria-label={given.name}>
      {Object.entries(parts).map(([part, schema]) => (
        <Field key={part} {...given} place={[...given.place, part]} name={part} schema={schema} required={!!given.schema.required?.includes(part)} value={value[part]} />
      ))}
    </div>
  )
}

/** Whatever has no form of its own, as JSON; while that cannot be read it is text. */
function Any({id, place, value, change}: Bound) {
  const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  function set(next: string) {
    try {
      change(place, next === '' ? undefined : (JSON.parse(next) as Value))
    } catch {
      change(place, next)
    }
  }
  return <textarea id={id} rows={2} spellCheck={false} value={text} onChange={event => set(event.target.value)} />
}

/** What can be bound here; what fits comes first. */
function Picker({place, name, schema, value, sources, change}: Given) {
  const wanted = schema.type === 'array' ? 'array' : typeOf(schema)
  const may = (one: Source) => wanted === 'json' || one.type === 'json' || fits(wanted, one.type)
  const [good, others] = [sources.filter(may), sources.filter(one => !may(one))]
  const option = (one: Source) => <option key={one.expression}>{one.expression}</option>
  function bind(expression: string) {
    const bound = '${{ ' + expression + ' }}'
    if (schema.items && (Array.isArray(value) || value === undefined) && !sources.some(one => one.expression === expression && one.type === 'array')) {
      change(place, [...(Array.isArray(value) ? value : []), bound])
    } else change(place, bound)
  }
  if (sources.length === 0) return null
  return (
    <select className="picker" aria-label={say.bindTo(name)} value="" onChange={event => event.target.value && bind(event.target.value)}>
      <option value="">{say.bind}</option>
      {good.length > 0 && <optgroup label={say.fits}>{good.map(option)}</optgroup>}
      {others.length > 0 && <optgroup label={say.ofAnotherType}>{others.map(option)}</optgroup>}
    </select>
  )
}
