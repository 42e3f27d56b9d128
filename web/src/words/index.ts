/** How figures and times are said; one place, so that they are said alike everywhere. */
const number = new Intl.NumberFormat('en')
const money = new Intl.NumberFormat('en', {minimumFractionDigits: 2, maximumFractionDigits: 4})

export const count = (value: number) => number.format(value)
/** A bare amount, where its currency stands beside it. */
export const amount = (value: number) => money.format(value)
let currency = ''
/** In what costs are said from here on: that of the server's price list, or nothing where there is none. */
export const spendIn = (code: string | undefined) => {
  currency = code ?? ''
}
/** The currency in words such as `in USD`, behind what it is of. */
export const inCurrency = () => (currency ? ` in ${currency}` : '')
export const cost = (value: number) => (currency ? `${amount(value)} ${currency}` : amount(value))
export const costs = (low: number, high: number) => (low === high ? cost(low) : `${amount(low)} to ${cost(high)}`)
export const plural = (value: number, one: string, many = one + 's') => `${count(value)} ${value === 1 ? one : many}`

/** How much a picture differs from one that it looks like. */
export const far = (bits: number) => (bits === 0 ? 'the same' : `${bits} of 64 bits`)

export function duration(ms: number | undefined): string {
  if (ms === undefined) return '–'
  if (ms < 1000) return `${ms} ms`
  const seconds = ms / 1000
  if (seconds < 60) return `${seconds < 10 && ms % 1000 ? seconds.toFixed(1) : Math.round(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`
}

export function ago(time: string | undefined): string {
  if (!time) return 'never'
  const ms = Date.now() - Date.parse(time)
  if (ms < 5000) return 'just now'
  return ms < 0 ? `in ${duration(-ms)}` : `${duration(Math.round(ms / 1000) * 1000).replace(/ \d+ s$/, '')} ago`
}

export const moment = (time: string | undefined) => (time ? new Date(time).toLocaleString('en-GB', {dateStyle: 'medium', timeStyle: 'medium'}) : '–')

export const bytesOf = (size: number) =>
  size < 1024 ? `${size} bytes` : size < 1 << 20 ? `${(size / 1024).toFixed(0)} KB` : `${(size / (1 << 20)).toFixed(1)} MB`
