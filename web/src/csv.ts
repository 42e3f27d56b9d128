export type Table = {columns: string[]; rows: Record<string, string>[]}

/** Cells of a text with commas or semicolons between, as spreadsheets write them: quotes around, doubled within. */
function cells(text: string): string[][] {
  const first = text.slice(0, text.search(/\r?\n|$/))
  const between = !first.includes(',') && first.includes(';') ? ';' : ','
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endRow = () => {
    row.push(cell)
    if (row.length > 1 || cell !== '') rows.push(row)
    row = []
    cell = ''
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (quoted && sign === '"' && text[at + 1] === '"') cell += text[at++]
    else if (sign === '"' && (quoted || cell === '')) quoted = !quoted
    else if (quoted) cell += sign
    else if (sign === between) {
      row.push(cell)
      cell = ''
    } else if (sign === '\n') endRow()
    else if (sign !== '\r') cell += sign
  }
  endRow()
  return rows
}

/** A table whose first line names its columns. */
export function table(text: string): Table {
  const [columns = [], ...lines] = cells(text.replace(/^\uFEFF/, ''))
  return {columns, rows: lines.map(line => Object.fromEntries(columns.map((column, at) => [column, line[at] ?? ''])))}
}

/** The column for each input, where one is called alike. */
export function match(inputs: readonly string[], columns: readonly string[]): Record<string, string> {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  return Object.fromEntries(
    inputs.flatMap(input => {
      const column = columns.find(one => plain(one) === plain(input))
      return column === undefined ? [] : [[input, column]]
    })
  )
}
