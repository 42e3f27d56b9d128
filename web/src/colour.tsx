import {colours as say} from './words/colours'

type Described = {type?: string | string[] | undefined; enum?: unknown[] | undefined; default?: unknown; description?: string | undefined}

const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i

/** Whether a text is a colour, by what is said of it: its usual value, its description or its name. */
export function isColour(name: string, of: Described): boolean {
  if (of.enum || (Array.isArray(of.type) ? of.type[0] : of.type) !== 'string') return false
  if (typeof of.default === 'string' && of.default !== '') return HEX.test(of.default)
  return /^(with \w+: )?(the )?colou?r\b/i.test(of.description ?? '') || /(^|[-_ ])colou?r$/i.test(name)
}

/** The six digits that a browser's picker takes; nothing for what is no colour, such as an expression. */
export function sixDigits(text: string): string | undefined {
  if (!HEX.test(text)) return undefined
  const digits = text.slice(1)
  return `#${digits.length === 3 ? [...digits].map(one => one + one).join('') : digits.slice(0, 6)}`.toLowerCase()
}

/** A picker beside a text that is a colour; how much shines through, which it cannot say, stays as it is. */
export function ColourPicker({name, value, usual, change}: {name: string; value: string; usual: string; change: (value: string) => void}) {
  const shines = HEX.test(value) && value.length === 9 ? value.slice(7) : ''
  return <input type="color" className="swatch" aria-label={say.pick(name)} title={say.pick(name)} value={sixDigits(value) ?? sixDigits(usual) ?? '#ffffff'} onChange={event => change(event.target.value + (shines === '00' ? '' : shines))} />
}
